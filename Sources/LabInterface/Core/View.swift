import CellGraphics

/// Draws the model. The buffer has the size of the terminal; nothing else is touched.
public func view(_ model: Model, into buffer: inout CellBuffer) {
  buffer.clear()
  guard buffer.size.contains(Model.smallest) else {
    buffer.draw(TooSmallNotice(needed: Model.smallest), in: buffer.bounds)
    return
  }
  switch model.screen {
  case .home: HomeScreen.draw(model, into: &buffer)
  case .lab, .board: LabScreen.draw(model, into: &buffer)
  case .compare: CompareScreen.draw(model, into: &buffer)
  case .result: ResultScreen.draw(model, into: &buffer)
  }
  OverlayScreen.draw(model, into: &buffer)
}

/// Text for output that is read line by line, by a person or a screen reader: nothing in it is
/// drawn, and nothing in it moves a cursor.
public enum PlainText {
  /// The text with what a terminal would act on made visible, and boxes, blocks and other shapes as
  /// the nearest ASCII characters; with `ascii` everything else too. O(length).
  public static func safe(_ text: String, ascii: Bool) -> String {
    var result = String.UnicodeScalarView()
    for unit in DisplayUnits(text) {
      let isShape = (0x2500...0x25FF).contains(unit.scalar.value)
      if !ascii, !isShape {
        result.append(unit.scalar)
      } else if unit.width > 0 {
        result.append(ASCIIFallback.scalar(for: unit.scalar))
      }
    }
    return String(result)
  }
}

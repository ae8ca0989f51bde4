import CellGraphics
import CursesTerminal
import Glibc

// A program for the tests: it draws panels, shows each event, and can be told to crash.

var options = Terminal.Options()
if CommandLine.arguments.contains("--ascii") { options.ascii = true }
if CommandLine.arguments.contains("--no-color") { options.color = false }

func overflow(_ depth: Int) -> Int {
  var block = (depth, depth &+ 1, depth &+ 2, depth &+ 3)
  return withUnsafeMutablePointer(to: &block) { pointer in
    overflow(pointer.pointee.0 &+ 1) &+ pointer.pointee.3
  }
}

func crash(_ key: Unicode.Scalar) {
  switch key {
  case "F": fatalError("demo fatal error")
  case "S": raise(SIGSEGV)
  case "N": UnsafeMutablePointer<Int>(bitPattern: 16)?.pointee = 1
  case "O": _ = overflow(1)
  case "A": abort()
  case "I": raise(SIGILL)
  case "B": raise(SIGBUS)
  case "P": raise(SIGFPE)
  case "T": raise(SIGTRAP)
  case "X": exit(7)
  default: break
  }
}

do {
  let terminal = try Terminal(options: options)
  var page = DemoPage()
  let message = "kept standard error\n"
  _ = message.withCString { write(STDERR_FILENO, $0, strlen($0)) }
  var running = true
  while running {
    terminal.present(page.draw(size: terminal.size, glyphs: terminal.glyphs))
    for event in terminal.poll(milliseconds: nil) {
      page.note(event)
      switch event {
      case .key(Key("q")): running = false
      case .key(Key("L")): for _ in 0..<1_000_000_000_000 { usleep(1000) }
      case .key(let key):
        if let typed = key.typed { crash(typed) }
      case .terminate(let signal): terminal.die(by: signal)
      default: break
      }
    }
  }
  terminal.close()
  print("bye")
} catch {
  print("no full screen: \(error)")
  exit(3)
}

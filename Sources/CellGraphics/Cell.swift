/// One cell of a buffer in eight bytes: a scalar, a style and flags. Only a buffer makes cells, and
/// it puts nothing into them that a terminal would act on. Combining marks live beside the cells.
public struct Cell: Equatable, Sendable {
  struct Flags: OptionSet, Equatable, Sendable {
    let rawValue: UInt8
    /// The left half of a character that is two columns wide.
    static let wide = Flags(rawValue: 1)
    /// The right half of such a character; its scalar is a space.
    static let continuation = Flags(rawValue: 2)
    /// The buffer's side table holds combining marks for this cell.
    static let marked = Flags(rawValue: 4)
  }

  private var value: UInt32
  private var roleValue: UInt8
  private var attributeBits: UInt8
  var flags: Flags
  private var reserved: UInt8 = 0

  init(_ scalar: Unicode.Scalar, _ style: Style, _ flags: Flags = []) {
    value = scalar.value
    roleValue = style.role.rawValue
    attributeBits = style.attributes.rawValue
    self.flags = flags
  }

  /// An empty cell.
  static let blank = Cell(" ", .plain)

  public var scalar: Unicode.Scalar { Unicode.Scalar(value) ?? " " }

  public internal(set) var style: Style {
    get { Style(Style.Role(rawValue: roleValue) ?? .plain, .init(rawValue: attributeBits)) }
    set {
      roleValue = newValue.role.rawValue
      attributeBits = newValue.attributes.rawValue
    }
  }

  /// The columns of the character that starts here: 1 or 2, and 0 for the right half of one.
  public var width: Int {
    flags.contains(.continuation) ? 0 : flags.contains(.wide) ? 2 : 1
  }

  /// Whether the buffer holds combining marks for this cell.
  public var hasMarks: Bool { flags.contains(.marked) }
}

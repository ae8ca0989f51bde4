import CellGraphics
import LessonFiles

/// The themes that can be chosen: the built-in one, those that came with the program, and a
/// person's own.
public struct ThemeLibrary: Sendable {
  /// In the order of lists: the standard theme, then the shipped ones, then further ones by name.
  public private(set) var themes: [Theme] = [.standard]
  /// Files that are no themes; they are left out.
  public private(set) var errors: [LessonFileError] = []

  /// The order of the shipped themes; those of a folder that are not here follow by name.
  static let shipped = ["dark", "light", "deuteranopia", "tritanopia", "mono"]

  /// Reads the `.yaml` files of folders; a folder that is not there has none. A later theme replaces
  /// an earlier one of its name, also the standard one.
  public init(folders: [String]) {
    for folder in folders where FileAccess.isFolder(folder) { add(folder) }
  }

  /// The theme of a name; nil when there is none.
  public subscript(name: String) -> Theme? { themes.first { $0.name == name } }

  private mutating func add(_ folder: String) {
    do throws(LessonFileError) {
      let names = try FileAccess.names(in: folder).filter { $0.hasSuffix(".yaml") }
      for name in Self.ordered(names) {
        do throws(LessonFileError) {
          let path = "\(folder)/\(name)"
          add(try ThemeReader.read(try FileAccess.text(path), file: path))
        } catch {
          errors.append(error)
        }
      }
    } catch {
      errors.append(error)
    }
  }

  private static func ordered(_ names: [String]) -> [String] {
    let first = shipped.map { $0 + ".yaml" }.filter(names.contains)
    return first + names.filter { !first.contains($0) }
  }

  private mutating func add(_ theme: Theme) {
    if let place = themes.firstIndex(where: { $0.name == theme.name }) {
      themes[place] = theme
    } else {
      themes.append(theme)
    }
  }
}

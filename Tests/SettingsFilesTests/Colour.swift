import Foundation

/// How eyes without one kind of cone see, by the matrices of Machado, Oliveira and Fernandes (2009).
enum Eyes {
  case usual, protanopia, deuteranopia, tritanopia

  var matrix: [[Double]] {
    switch self {
    case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protanopia:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    case .deuteranopia:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    case .tritanopia:
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    }
  }
}

/// A colour in linear light, from 0 to 1.
struct Colour: CustomStringConvertible {
  var light: [Double]

  static let black = Colour(0, 0, 0)
  static let white = Colour(255, 255, 255)

  init(_ red: Int, _ green: Int, _ blue: Int) {
    light = [red, green, blue].map { value in
      let part = Double(value) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
  }

  /// One of the 256 colours of xterm, from 16 on: a cube of six steps, and greys.
  init(index: UInt8) {
    let steps = [0, 95, 135, 175, 215, 255]
    let cube = Int(index) - 16
    if index < 232 {
      self.init(steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6])
    } else {
      let grey = 8 + 10 * (Int(index) - 232)
      self.init(grey, grey, grey)
    }
  }

  var luminance: Double { 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] }

  func contrast(with other: Colour) -> Double {
    let pair = [luminance, other.luminance].sorted()
    return (pair[1] + 0.05) / (pair[0] + 0.05)
  }

  func seen(by eyes: Eyes) -> Colour {
    var seen = self
    seen.light = eyes.matrix.map { row in
      min(1, max(0, zip(row, light).reduce(0) { $0 + $1.0 * $1.1 }))
    }
    return seen
  }

  /// CIELAB under daylight (D65).
  private var lab: [Double] {
    let x = (0.4124 * light[0] + 0.3576 * light[1] + 0.1805 * light[2]) / 0.95047
    let z = (0.0193 * light[0] + 0.1192 * light[1] + 0.9505 * light[2]) / 1.08883
    let roots = [x, luminance, z].map { $0 > 0.008856 ? cbrt($0) : 7.787 * $0 + 16.0 / 116 }
    return [116 * roots[1] - 16, 500 * (roots[0] - roots[1]), 200 * (roots[1] - roots[2])]
  }

  func distance(to other: Colour) -> Double {
    zip(lab, other.lab).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  var description: String { "\(light)" }
}

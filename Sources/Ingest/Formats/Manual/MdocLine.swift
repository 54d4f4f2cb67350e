/// The words of a line of mdoc, the macros that BSD's manual pages are written in.
///
/// ```text
/// .Op Fl a Ar file ...     [-a file ...]
/// .Xr ls 1 ,               ls(1),
/// ```
struct MdocLine {
  /// Whether the page has used any of the macros.
  var isUsed = false
  /// Whether the next line goes on without a space (`.Ns`).
  var joinsPrevious = false
  /// Whether words are set apart by spaces (`.Sm`).
  var isSpaced = true
  /// What `.Nm` without a name stands for.
  private var pageName = ""

  /// What is put around the words of a macro.
  private static let marks: [String: (before: String, after: String)] = [
    "Op": ("[", "]"), "Dq": ("“", "”"), "Sq": ("‘", "’"), "Ql": ("‘", "’"), "Pq": ("(", ")"),
    "Bq": ("[", "]"), "Brq": ("{", "}"), "Aq": ("<", ">"), "Qq": ("\"", "\""), "D": ("“", "”"),
  ]
  private static let openers: [String: String] = [
    "Oo": "[", "Do": "“", "So": "‘", "Po": "(", "Bo": "[", "Bro": "{", "Ao": "<", "Qo": "\"",
    "Xo": "", "Fo": "", "Eo": "", "Bf": "", "Bk": "", "Rs": "", "Re": "", "Ef": "", "Ek": "",
    "Ec": "",
  ]
  private static let closers: [String: String] = [
    "Oc": "]", "Dc": "”", "Sc": "’", "Pc": ")", "Bc": "]", "Brc": "}", "Ac": ">", "Qc": "\"",
    "Xc": "", "Fc": "",
  ]
  /// Macros whose words stand as they are.
  private static let plain: Set<String> = [
    "Ar", "Cm", "Ic", "Pa", "Em", "Sy", "Li", "Ev", "Va", "Vt", "Fa", "Ft", "Dv", "Er", "An", "Tn",
    "Ad",
    "Ms", "No", "Cd", "Mt", "St", "Lb", "%A", "%T", "%J", "%B", "%R", "%N", "%V", "%P", "%D", "%I",
    "%O",
    "%U", "%C", "%Q", "Sx", "Ta", "Hf", "Fr", "Tg",
  ]
  private static let names: [String: String] = [
    "Ux": "UNIX", "Bx": "BSD", "Fx": "FreeBSD", "Nx": "NetBSD", "Ox": "OpenBSD", "Dx": "DragonFly",
    "At": "AT&T UNIX", "Bt": "is currently in beta test.", "Ud": "currently under development.",
  ]

  static func isMacro(_ name: Substring) -> Bool { isMacro(String(name)) }

  private static func isMacro(_ name: String) -> Bool {
    plain.contains(name) || marks[name] != nil || openers[name] != nil || closers[name] != nil
      || names[name] != nil
      || ["Fl", "Nm", "Nd", "Xr", "Ns", "Ap", "Fn", "In", "Lk", "Ex", "Rv", "Pf", "Sm", "Db"]
        .contains(name)
  }

  /// Returns the words of arguments, of which some are macros.
  ///
  /// - Parameter isNoSpace: Set where the line ends with `Ns`.
  mutating func text(of arguments: [String], isNoSpace: inout Bool) -> String {
    var text = ""
    var index = 0
    var after: [String] = []
    var macro = ""
    var dashes = "-"
    var isGlued = true
    func isClosing(_ word: String) -> Bool {
      [".", ",", ":", ";", ")", "]", "?", "!"].contains(word)
    }
    func add(_ word: String) {
      guard !word.isEmpty else { return }
      if !isGlued, isSpaced, !text.isEmpty { text += " " }
      text += word
      isGlued = false
    }
    while index < arguments.count {
      let word = arguments[index]
      index += 1
      if isClosing(word) {
        // Stands behind what the macro put around its words.
        while index == arguments.count, let mark = after.popLast() { text += mark }
        text += word
        macro = ""
        continue
      }
      if word == "(" || word == "[" {
        add(word)
        isGlued = true
        continue
      }
      guard Self.isMacro(word) else {
        if macro == "Fl" {
          add(dashes + word)
          dashes = "-"
        } else if macro == "Xr" {
          let section = index < arguments.count && arguments[index].first?.isNumber == true
          add(section ? "\(word)(\(arguments[index]))" : word)
          if section { index += 1 }
          macro = ""
        } else if macro == "Pf" {
          add(word)
          isGlued = true
          macro = ""
        } else {
          add(word)
        }
        continue
      }
      // "Fl Fl all" is "--all".
      dashes = macro == "Fl" && word == "Fl" ? "--" : "-"
      macro = word
      if let mark = Self.marks[word] {
        add(mark.before)
        isGlued = true
        after.append(mark.after)
      } else if let opener = Self.openers[word] {
        add(opener)
        isGlued = !opener.isEmpty
      } else if let closer = Self.closers[word] {
        text += closer
      } else if let name = Self.names[word] {
        add(name)
      } else {
        switch word {
        case "Ns": isGlued = true
        case "Ap":
          text += "'"
          isGlued = true
        case "Nm":
          let isNamed =
            index < arguments.count && !Self.isMacro(arguments[index])
            && !isClosing(arguments[index])
          if isNamed, pageName.isEmpty { pageName = arguments[index] }
          if !isNamed { add(pageName) }
        case "Sm":
          isSpaced = index < arguments.count && arguments[index] == "on"
          index += 1
        case "Nd": add("–")
        case "Fl" where index == arguments.count: add("-")
        case "Ar" where index == arguments.count: add("file ...")
        case "Fn":
          if index < arguments.count {
            let parameters = arguments[(index + 1)...].prefix { !isClosing($0) }
            add("\(arguments[index])(\(parameters.joined(separator: ", ")))")
            index += 1 + parameters.count
          }
        case "In":
          if index < arguments.count {
            add("<\(arguments[index])>")
            index += 1
          }
        default: break
        }
      }
    }
    while let mark = after.popLast() { text += mark }
    isNoSpace = isGlued && arguments.last == "Ns"
    return text
  }
}

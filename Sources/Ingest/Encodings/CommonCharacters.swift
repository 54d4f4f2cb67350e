/// Which characters a text of East Asia is made of, to tell a right decoding from a wrong one.
///
/// A wrong double-byte decoding gives ideographs, but any of thousands: few are among these. The
/// lists are the commonest characters of modern prose; their exact extent matters little, as right
/// decodings score above 0.6 and wrong ones below 0.25.
enum CommonCharacters {
  /// How much a scalar above ASCII speaks for the script that its encoding is made for, 0 to 1.
  static func weight(of scalar: UInt32, in script: Script) -> Double {
    if isPunctuation(scalar) { return script == .korean ? 0.5 : 1 }
    switch script {
    case .chinese: return contains(han, scalar) ? 1 : 0
    case .japanese: return isKana(scalar) ? 1 : contains(han, scalar) ? 0.8 : 0
    case .korean: return contains(hangul, scalar) ? 1 : isHangul(scalar) ? 0.3 : 0
    case .any: return contains(han, scalar) || isKana(scalar) || contains(hangul, scalar) ? 1 : 0
    }
  }

  enum Script {
    case chinese, japanese, korean, any
  }

  /// Ideographic punctuation, full-width forms and curly quotes, as they are typed.
  private static func isPunctuation(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3000...0x3002, 0x3008...0x3011, 0x201c, 0x201d, 0x2026: true
    case 0xff01, 0xff08, 0xff09, 0xff0c, 0xff1a, 0xff1b, 0xff1f: true
    default: false
    }
  }

  private static func isKana(_ scalar: UInt32) -> Bool { (0x3041...0x30ff).contains(scalar) }

  private static func isHangul(_ scalar: UInt32) -> Bool { (0xac00...0xd7a3).contains(scalar) }

  private static func contains(_ set: Set<UInt32>, _ scalar: UInt32) -> Bool {
    set.contains(scalar)
  }

  private static let han = Set((simplified + traditional).unicodeScalars.map(\.value))
  private static let hangul = Set(syllables.unicodeScalars.map(\.value))

  /// Simplified Chinese, and what it shares with traditional Chinese and Japanese.
  private static let simplified = """
    的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之\
    年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样\
    理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将\
    两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信\
    表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔\
    更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统\
    区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品\
    住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔组织线连服令\
    段输参码网络页编译版示例返值函型库户登录载配置启默选项支持创删除修改包含存储索引查询档模\
    训练
    """

  /// Forms of traditional Chinese that differ.
  private static let traditional = """
    這個們來為國說時會對過發後裡裏經麼學現當沒動還進樣開從實軍無與長機點業將兩間問應戰頭體見\
    產話門兒東聲員論處義幾條氣題爾別變總電數報結務場計資許統區隊決達書聽卻強難權邊張該規萬覺\
    術領確傳師觀讓識帶導爭運關於華讀寫語詞課類單復雜樂藝號職約紀紅級紙細終組給絕繼續線編練縣\
    績織灣車輛農連遠適選郵鄉釋錢鐵鎮銀鋼錄閉陽陰際隨險離雙雲零靈靜響頁順須預願顯風飛飯館馬驗\
    鬥魚鳥麗黃黨齊齡龍寶專屬島幣歲歷歸殺漢滿準溫營燈獨獎瑪環畫異療盡盤監眾碼禮種稱積窮競筆節\
    範築簡糧網羅習聯腦臨舊舉藥衛補製視親訂訊記訓設訪証評試誌認誰請諸講謝證護譯議貓貝負財貢責\
    貨販買費貴質購贊軟較載輕輸轉辦遊遷邏醫鍵錯
    """

  /// Syllables of Korean.
  private static let syllables = """
    이다는의에을를가고하지로은한기도서사시인어자대있아해나정그리들일보수전으주부상과장여라스\
    원제것만면동안년공구선관세우조비위게성유오방신내적되개국회경물무문마용었소실했음려생화연\
    중발거때와요까모할말점당학력체결계법분통민
    """
}

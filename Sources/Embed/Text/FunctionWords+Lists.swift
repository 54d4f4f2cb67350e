extension FunctionWords {
  /// Articles, prepositions, conjunctions, pronouns, auxiliaries and particles, one list a
  /// language.
  ///
  /// Chosen by hand. A word that means something in another language of the lists is left out.
  static let lists = [
    // English
    """
    a an the of in on at by for with from to into onto upon as than then and or but nor so if
    is are was were be been being am do does did done doing have has had having will would shall
    should can could may might must i you he she it we they me him her us them my your his its our
    their mine yours hers ours theirs myself yourself himself herself itself ourselves themselves
    this that these those there here not no also such some any each both either neither other own
    very just only too about between during through over under after before above below up down
    out off again further once because while until within without against among per via
    i'm you're he's she's it's we're they're i've you've we've they've i'd you'd he'd she'd we'd
    they'd i'll you'll he'll she'll it'll we'll they'll isn't aren't wasn't weren't hasn't haven't
    hadn't doesn't don't didn't won't wouldn't shan't shouldn't can't cannot couldn't mustn't
    that's there's here's let's
    """,
    // Chinese (simplified; the folding brings traditional forms here)
    "的 了 是 在 和 与 及 或 而 也 都 就 不 很 把 被 从 到 于 之 其 这 那 此 该 吗 呢 吧 啊 们 我 你 他 她 它 "
      + "所 但 并 则 因 让 给 还 才 只 已 如 若 虽 且 着 以 为",
    // Japanese particles
    "の は が を に へ と で も や か ね よ な さ し た て だ る い う す ん",
    // German
    """
    der das den dem des ein eine einer eines einem einen und oder aber ist sind waren wird werden
    wurde wurden nicht auch auf aus bei bis durch fur gegen mit nach seit uber unter vom von vor
    zu zum zur im am als wie dass sich er sie es wir ihr ich du sein seine seiner seinem seinen
    """,
    // French
    """
    le la les un une du et ou mais est sont etait etaient ete dans par pour sur avec sans sous
    que qui dont ne pas plus ce cet cette ces il elle ils elles nous vous je tu son sa ses leur
    leurs au aux en l d qu
    """,
    // Spanish
    """
    el los las una unos unas del y pero es son era eran fue fueron ser en por para con sin sobre
    como mas este esta estos estas ese esa su sus lo al
    """,
    // Russian
    """
    и в во не на я он она оно они мы вы ты с со как а то все но да к ко у же за бы по от из о об
    для до при так его ее их им это этот эта эти тот та те был была было были есть
    """,
  ]
}

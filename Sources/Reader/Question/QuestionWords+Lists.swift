// The question words themselves: data, alone in its file. Phrases are separated by commas.

extension QuestionWords {
  static let phrases: [(QuestionType, String)] = [
    (.who, "who,whom,谁,誰,何人是,哪位,哪一位,哪个人,哪些人,什么人,だれ,どなた,wer,wen,wem,quién,quiénes,qui,кто,chi,quem"),
    (.whose, "whose,谁的,誰の"),
    (
      .when,
      """
      when,what time,何时,何時,什么时候,什么时间,哪个时候,几时,いつ,何世紀,哪个世纪,哪一世纪,几点,
      哪个朝代,何時代,wann,cuándo,quand,когда,quando,哪个时期,什么时期,哪段时间
      """
    ),
    (
      .whichYear,
      """
      what year,which year,哪年,哪一年,几年,何年,西暦何年,哪一年份,那一年,welchem jahr,qué año,
      quelle année,каком году,何年何月,哪年哪月
      """
    ),
    (
      .whichDate,
      """
      what day,what date,which day,which date,what month,which month,哪天,哪一天,几月几日,几号,几月,
      哪月,何月何日,何月,何日,哪一日,哪日,何年何月何日
      """
    ),
    (
      .place,
      """
      where,哪里,哪裡,哪儿,在哪,何处,何地,位于哪,どこ,wo,dónde,où,где,dove,onde,何処,什么地方,哪个地方,哪些地方
      """
    ),
    (
      .whichPlace,
      """
      what country,which country,what city,which city,what state,which state,哪国,哪一国,哪个国家,哪些国家,
      哪个城市,哪座城市,哪个省,哪个州,どの国,何県,何国,哪个县,哪个市,哪一个国家,哪一个城市
      """
    ),
    (
      .count,
      """
      how many,what number,多少个,多少人,多少,几个,几位,几名,几人,几种,几次,几座,几条,几,何人,何個,いくつ,何種類,
      何回,何本,何台,何校,何冊,何枚,何件,何つ,何度,wie viele,wieviele,cuántos,cuántas,combien,сколько,quanti,若干
      """
    ),
    (
      .amount,
      """
      how much,多少钱,多少元,多少米,多少公里,いくら,何円,何メートル,何キロ,何ドル,wie viel,cuánto,cuánta,多大,多重,多高
      """
    ),
    (.duration, "how long,多久,多长,多长时间,多少年,多少天,何年間,何日間,何時間,何ヶ月,何分,何秒,どのくらいの期間,wie lange"),
    (
      .degree,
      """
      how far,how big,how large,how tall,how high,how deep,how fast,how wide,how heavy,多远,多深,多快,多宽,
      どれくらい,どのくらい,どれほど,どの程度
      """
    ),
    (.rate, "how often,how frequently,how frequent,多久一次"),
    (.age, "how old,what age,几岁,多大年纪,多少岁,何歳,何才,哪一岁"),
    (.percentage, "what percentage,what percent,what proportion,百分之几,百分之多少,何パーセント,何割,何%,何％"),
    (
      .which,
      """
      which,哪个,哪一个,哪一,哪些,哪两个,哪几个,哪种,哪一种,哪项,哪部,哪本,哪家,哪支,哪类,哪,何者,どの,どれ,どちら,どっち,
      welche,welcher,welches,cuál,cuáles,quel,quelle,quels,quelles,какой,какая,какие,どんな人
      """
    ),
    (.what, "what,什么,甚麼,什麼,何,何を,何が,なに,为何物,啥,qué,que,quoi,что,cosa"),
    (
      .whatKind,
      "what kind,what type,what sort,which type,which kind,怎样的,怎么样的,什么样,什么样的,どんな,どういう,どういった,どのような,如何的"
    ),
    (
      .why,
      "why,how come,what reason,为什么,为何,何故,何以,什么原因,なぜ,なんで,どうして,warum,wieso,por qué,pourquoi,почему,perché,原因是什么"
    ),
    (
      .manner,
      """
      how,怎样,怎么,怎么样,如何,怎,どう,どうやって,どのように,どうすれば,いかに,wie,cómo,как
      """
    ),
    (
      .name,
      "what is the name,what was the name,what's the name,name of,叫什么,叫什么名字,名字是什么,何という,なんという,何と,何て,なんと"
    ),
    (.whatDo, "what do,what does,what did,做什么,做了什么,干什么,何をし"),
    (
      .yesNo,
      """
      is,are,was,were,do,does,did,can,could,has,have,had,will,would,should,may,must,是否,吗,是不是,有没有,能否,
      可不可以,会不会,能不能
      """
    ),
  ]
}

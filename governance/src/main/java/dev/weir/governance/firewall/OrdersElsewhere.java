package dev.weir.governance.firewall;

/**
 * Words of orders to models in languages of which the model knows little: German, French, Spanish,
 * Italian, Portuguese, Dutch, Polish, Russian, Ukrainian, Turkish, Indonesian, Vietnamese, Arabic,
 * Persian, Hindi, Bengali, Korean, Japanese and Chinese, and some words of further ones.
 * Imperatives alone: what describes an order gives none. Chinese and Japanese have a word for each
 * character.
 */
final class OrdersElsewhere {

  static final String TAKE_BACK =
      "ignoriere ignoriert vergiss vergesst missachte übergehe verwirf ignorez oublie oubliez"
          + " négligez ignora ignorad olvida olvide ignoren descarta desatiende ignori dimentica"
          + " dimenticate trascura tralascia ignorem esqueça esquece desconsidere negeer vergeet"
          + " zignoruj ignoruj zapomnij pomiń игнорируй игнорируйте проигнорируй забудь забудьте"
          + " отбрось ігноруй забудь yoksay unut abaikan lupakan تجاهل تجاهلي انس انسى تجاهلوا"
          + " अनदेखा भूल नज़रअंदाज़ উপেক্ষা ভুলে 무시하고 무시해 무시하세요 무시하십시오 잊어 잊고 잊어버려 忽 忘 無 무시해줘"
          + " ignorera glöm strunta ignorér ignorer glem unohda ignoruj zapomeň ignorați uită ignoră αγνόησε"
          + " αγνοήστε ξέχασε ξεχάστε игнорирай забрави התעלם שכח felejtsd bỏ quên yok";

  static final String EARLIER =
      "vorherigen bisherigen obigen früheren vorigen alle sämtlichen précédentes précédents"
          + " antérieures toutes tous anteriores previas previos todas todos precedenti tutte tutti"
          + " anterior vorige eerdere bovenstaande poprzednie wszystkie wcześniejsze предыдущие все"
          + " прежние попередні всі önceki tüm bütün sebelumnya semua trước السابقة جميع كل قبلی تمام"
          + " पिछले सभी पूर्व আগের সমস্ত সব 이전 모든 위의 앞의 지금까지의 前 上 有 以 記"
          + " alla tidigare alle tidligere kaikki aiemmat všechny předchozí toate anterioare όλες προηγούμενες"
          + " всички предишни כל הקודמות összes korábbi mọi tất";

  static final String ORDERS =
      "anweisungen instruktionen befehle vorgaben regeln richtlinien instructions consignes"
          + " directives règles instrucciones órdenes reglas directrices istruzioni regole direttive"
          + " instruções regras ordens diretrizes instructies regels opdrachten instrukcje polecenia"
          + " zasady reguły инструкции правила указания команды інструкції правила вказівки"
          + " talimatları talimatlarını kuralları emirleri instruksi perintah aturan chỉ lệnh quy"
          + " التعليمات القواعد الأوامر تعليماتك دستورالعمل‌ها निर्देशों नियमों आदेशों নির্দেশাবলী"
          + " নির্দেশ নিয়ম 지시를 지시사항을 지침을 명령을 규칙을 지시 명령 규칙 지침 指 令 规 命 規"
          + " instruktioner regler instruksjoner ohjeet säännöt pokyny pravidla instrucțiunile regulile οδηγίες"
          + " κανόνες инструкции ההוראות הכללים utasítást hướng";

  /** With the possessive in them. */
  static final String YOUR_ORDERS =
      "aturanmu instruksimu kurallarını talimatlarını reglene szabályaidat قواعدك تعليماتك regulile";

  static final String SHOW =
      "zeig zeige nenne verrate gib wiederhole montre affiche révèle répète donne muestra muéstrame"
          + " revela dime repite enséñame mostra mostrami rivela ripeti dimmi mostre revele repita"
          + " mostre-me toon geef onthul herhaal pokaż ujawnij podaj powtórz покажи раскрой выведи"
          + " повтори назови покажіть розкрий göster söyle yaz tampilkan tunjukkan sebutkan اعرض اكشف"
          + " أظهر اطبع दिखाओ बताओ दिखाएं দেখাও বলো 보여줘 알려줘 출력해 보여주세요 공개해 显 输 告 给 表 見 教 出";

  static final String YOURS =
      "deine deinen dein deines ihre ton tes votre vos tu tus su sus tuo tuoi tue seu seus suas teu"
          + " je jouw uw swoje swój twój twoje твой свой твои свои ваш твій свій senin sistem kamu anda"
          + " của الخاصة بك अपना अपने তোমার আপনার 너의 당신의 네 시스템 你 的 あ"
          + " din dina dit ditt dine σου שלך";

  static final String SECRET_TEXT =
      "systemprompt systemprompts systemanweisung systemanweisungen systemnachricht prompttext"
          + " systeemprompt systemowy systemową système sistema системный"
          + " системные системну sistem hệ النظام सिस्टम সিস্টেম 프롬프트를 프롬프트 提 プ"
          + " systemprompten systempromptet promptul prompt rendszerpromptot sistemmu";

  /** In front of the verb they take the order back; some stand behind it. */
  static final String NOT = "no non não ne nie nicht niet не لا न না jangan đừng 不 别 勿 莫";

  static final String NOT_BEHIND = "nicht pas niet न না मत";

  static final String NOW =
      "du bist sei tu es soyez eres sos sé sei você és jij bent jesteś bądź ты теперь sen artık kamu"
          + " adalah anda bạn أنت الآن तुम आप তুমি 너는 당신은 넌 你 现 är er olet εισαι είσαι";

  static final String MACHINE =
      "ki ia ai künstliche modell assistent chatbot bot modèle assistant modelo asistente modello"
          + " assistente assystent asystent model ии модель ассистент бот помощник нейросеть yapay"
          + " asisten kecerdasan trợ ذكاء نموذج مساعد एआई एआइ সহায়ক 인공지능 모델 챗봇 un'ia l'ia 人 智 模 tekoäly";

  static final String FREE =
      "ohne jenseits sans sin senza sem zonder bez без olmayan tanpa không بدون बिना ছাড়া 없는 无 没 utan uden uten ilman χωρίς בלי بلا";

  static final String LIMITS =
      "regeln einschränkungen einschränkung grenzen filter zensur moral règles restrictions limites"
          + " filtres limite censure reglas restricciones límites filtros filtro censura regole"
          + " restrizioni limiti filtri regras restrições regels beperkingen filters grenzen zasad"
          + " ograniczeń filtrów reguł правил ограничений фильтров цензуры kuralı sınırı batasan aturan"
          + " filter hạn quy قيود قواعد حدود नियम सीमा নিয়ম সীমা 제한 제약 규칙 限 规"
          + " restriction restricción limitazioni beschränkung beschränkungen begränsningar regler begrensninger"
          + " rajoituksia omezení korlátok restricții περιορισμούς הגבלות";

  private OrdersElsewhere() {}
}

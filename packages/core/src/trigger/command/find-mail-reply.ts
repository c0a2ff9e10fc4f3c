/** What mail programs say, in the languages in which they say it: somebody wrote before. */
const WROTE =
  /(?<!\p{L})(?:wrote|writes|schrieb|a écrit|escribió|escreveu|va escriure|ha scritto|schreef|skrev|kirjoitti|napsala?|napísala?|napisała?|a scris|írta|yazdı|έγραψε|написав|написала?|пишет|đã viết|menulis)(?!\p{L})|写道|寫道|さんは書きました|님이 작성|כתב/iu;
const ADDRESS = /[^\s<>()[\]@]@[^\s<>()[\]@]+\.[^\s<>()[\]@]/;
const YEAR_OR_TIME = /\d{4}|\d{1,2}[:.]\d\d/;
/** Some put a rule above it instead. */
const RULE =
  /^(?:-{2,} ?(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Mensagem original|Messaggio originale|Oorspronkelijk bericht|Forwarded message) ?-{2,}|_{20,})$/i;
const MAX_RULE_LENGTH = 100;
/** Programs break long lines. */
const MAX_HEAD_LINES = 3;
const MAX_HEAD_LENGTH = 400;

/** The line at which a reply by e-mail goes over into what it answers; the number of lines where it doesn't. */
export function findMailReply(lines: readonly string[]): number {
  for (const [index, line] of lines.entries()) {
    const trimmed = line.trim();
    if (trimmed.length <= MAX_RULE_LENGTH && RULE.test(trimmed)) {
      return index;
    }
    const head = /[:：]$/.test(trimmed) ? findHead(lines, index) : null;
    if (head !== null) {
      return head;
    }
  }
  return lines.length;
}

/** Where the head begins that ends in that line: `On Mon, 3 Nov 2026 at 10:00, Ann <ann@example.org> wrote:`, or the like. */
function findHead(lines: readonly string[], last: number): number | null {
  let head = "";
  for (let first = last; first >= 0 && first > last - MAX_HEAD_LINES; first--) {
    const line = lines[first]?.trim() ?? "";
    head = `${line} ${head}`;
    if (line === "" || head.length > MAX_HEAD_LENGTH) {
      return null;
    }
    if (YEAR_OR_TIME.test(head) && (WROTE.test(head) || ADDRESS.test(head))) {
      return first;
    }
  }
  return null;
}

/** Each of these differs from one run to the next and means nothing for what a command does. In this order. */
const VARYING: [pattern: RegExp, replacement: string][] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "<uuid>"],
  [/catalyst\/[0-9a-f]{8}-/g, "catalyst/<id>-"],
  [/\b[0-9a-f]{64}\b/g, "<sha256>"],
  [/\b[0-9a-f]{40}\b/g, "<commit>"],
  [/refs\/catalyst\/(\d+)-[0-9a-f]{4}/g, "refs/catalyst/$1-<id>"],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,16}\b/g, "<short>"],
  // A commit may be of digits alone.
  [/^( +)\d{10}(?= \S)/gm, "$1<short>"],
  [/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/g, "<time>"],
  [/\d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2})?/g, "<time>"],
  [/\b(until|on) \d{4}-\d{2}-\d{2}\b/g, "$1 <day>"],
  [/\(\d+:\d{2}/g, "(<elapsed>"],
  [/\b\d+:\d{2}\b/g, "<elapsed>"],
  [/(\bjust now\b|\b\d+ (s|min|seconds?|minutes?) ago\b) */g, "<ago> "],
  [/\b\d+(\.\d+)? (ms|KiB|GiB)\b/g, "<amount>"],
  [/http:\/\/localhost:\d{4,5}\/[^\s"]*/g, "<link>"],
  [/\b(cat_|whsec_)[\w+/=-]+…?/g, "$1<secret>"],
  [/"(durationMilliseconds|seconds|pid)":[\d.]+/g, '"$1":0'],
  // The journeys' homes share their installations, of which a checkout may have some.
  [/"isInstalled":(true|false)/g, '"isInstalled":"<either>"'],
  // A column of ages is as wide as its widest.
  [/\bcreated +title\b/g, "created title"],
  [/\bage +(?=\w)/g, "age "],
  [/process \d+|kill \d+/g, "<process>"],
];

/** What a command printed, without what differs from one run to the next. `places`: paths by their names. */
export function normalise(text: string, places: Record<string, string>): string {
  const lines = text.split("\n").map(sortJson).join("\n");
  const named = Object.entries(places).reduce((all, [name, path]) => all.replaceAll(path, `<${name}>`), lines);
  return VARYING.reduce((all, [pattern, replacement]) => all.replaceAll(pattern, replacement), named).trimEnd();
}

/** A line of JSON with its keys in one order: theirs is no promise. */
function sortJson(line: string): string {
  try {
    return JSON.stringify(JSON.parse(line), (_key, value) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    );
  } catch {
    return line;
  }
}

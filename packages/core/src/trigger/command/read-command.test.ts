import fc from "fast-check";
import { expect, test } from "vitest";
import { NO_OPTIONS } from "./options.ts";
import { readCommand } from "./read-command.ts";

const mentions = ["catalyst-agent", "acme-catalyst"];
const read = (text: string) => readCommand(text, { mentions });
const NONE = { kind: "none" };
const command = (verb: string | null, instruction: string, others: object = {}) => ({
  kind: "command",
  verb,
  options: NO_OPTIONS,
  words: verb === null ? "" : instruction,
  instruction,
  ...others,
});

test.each([
  ["/catalyst run", command("run", "")],
  ["/catalyst", command("help", "")],
  ["\n \n  /catalyst fix the **sum**", command("fix", "the **sum**")],
  ["/Catalyst Stop", command("stop", "")],
  ["/catalyst cancel", command("stop", "")],
  ["/catalyst\u00a0run\u00a0it", command("run", "it")],
  ["/catalyst run a\r\nb\r\n\r\n/catalyst stop", command("run", "a\nb\n\n/catalyst stop", { words: "a" })],
  ["/catalyst run\n---\nmore", command("run", "---\nmore", { words: "" })],
  ["/catalyst reject\ntoo much", command("reject", "too much", { words: "" })],
  ["/catalyst pick codex-cli", command("pick", "codex-cli")],
  ["/catalyst run fix `a  --draft`", command("run", "fix `a  --draft`")],
  ["/catalyst run -- say --draft", command("run", "say --draft")],
])("a command is the first line's first word, and the rest is its instruction: %j", (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each([
  ["@catalyst-agent fix checks", command("fix", "checks")],
  ["  @Acme-Catalyst: retry", command("retry", "")],
  ["@acme-catalyst[bot] status", command("status", "")],
  ["@catalyst-agent", command("help", "")],
  ["Nice!\n\n@catalyst-agent stop\n", command("stop", "")],
  ["- @catalyst-agent run it", command(null, "- @catalyst-agent run it")],
  ["Could you, @catalyst-agent, mend it?", command(null, "Could you, @catalyst-agent, mend it?")],
  ["(@catalyst-agent)", command(null, "(@catalyst-agent)")],
  ["**@catalyst-agent** look", command(null, "**@catalyst-agent** look")],
  ["@catalyst-agent.", command(null, "@catalyst-agent.")],
  ["please @catalyst-agent stop", command(null, "please @catalyst-agent stop")],
  ["@catalyst-agent stop using lodash", command(null, "@catalyst-agent stop using lodash")],
  ["@catalyst-agent publish a list of changes", command(null, "@catalyst-agent publish a list of changes")],
  ["@catalyst-agent add a --verbose flag", command(null, "@catalyst-agent add a --verbose flag")],
  ["@catalyst-agent\nadd it", command(null, "@catalyst-agent\nadd it")],
])("a mention may stand anywhere, and a verb right after one that begins its line: %j", (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each([
  ["another name", "@catalyst-agents @catalyst-agent-2 @not-catalyst-agent"],
  ["a longer word", "x@catalyst-agent y/@catalyst-agent _x_@catalyst-agent"],
  ["an address", "mail catalyst@catalyst-agent.example or @catalyst-agent@social.example"],
  ["a team or path", "@catalyst-agent/team"],
  ["a link", "[@catalyst-agent run](https://a.example)"],
  [
    "a link's address",
    "https://a.example/(@catalyst-agent) <https://a.example/@catalyst-agent> www.a.example?,@catalyst-agent",
  ],
  ["an image", "![@catalyst-agent](a.png '@catalyst-agent')"],
  ["a definition", "[x]: y '@catalyst-agent run'"],
  ["code", "`@catalyst-agent run` and `` ` @catalyst-agent ``"],
  ["a fence", "```\n@catalyst-agent run\n```"],
  ["another fence", "~~~ js\n```\n@catalyst-agent run\n~~~~"],
  ["a fence within a fence", "````\n```\n```\n@catalyst-agent run\n````"],
  ["a fence that isn't closed", "```\n@catalyst-agent run"],
  ["a fence in a list", "1. a\n   ```\n   @catalyst-agent run\n   ```"],
  ["what only looks like a fence's beginning", "    ```\n\n```\n@catalyst-agent run\n```"],
  ["a fence that looks like a table's row", "```a|b\n-|-\n```\n\n```\n@catalyst-agent run\n```"],
  ["indented code", "\n    @catalyst-agent run\n"],
  ["a quote", "> @catalyst-agent run"],
  ["a quote's lazy line", "> a\n@catalyst-agent run"],
  ["a quote in a list", "- > @catalyst-agent run"],
  ["a comment", "<!-- @catalyst-agent run -->"],
  ["a comment of many lines", "<!--\n\n@catalyst-agent run\n\n-->"],
  ["a comment that isn't closed", "<!-- \n\n@catalyst-agent run"],
  ["a comment within a line", "a <!-- @catalyst-agent run --> b"],
  ["HTML's code", "<code>@catalyst-agent run</code>"],
  ["HTML's quote", "<blockquote>\n\n@catalyst-agent run\n\n</blockquote>"],
  ["HTML's quote, closed before", "</code> <blockquote>\n\n@catalyst-agent run"],
  ["an attribute", '<a title="@catalyst-agent run">x</a>'],
  ["what is escaped", "\\@catalyst-agent run and &#64;catalyst-agent run"],
  ["unseen characters in it", "@catalyst\u200b-agent run"],
])("what isn't said to us is nothing: %s", (_what, text) => {
  expect(read(text)).toEqual(NONE);
  expect(read(`Before.\n\n${text}`)).toEqual(NONE);
});

test.each([
  "Look:\n/catalyst run",
  "- /catalyst run",
  "# /catalyst run",
  "> /catalyst run",
  "    /catalyst run",
  "`/catalyst run`",
  "<!-- x -->\n/catalyst run",
  "[x]: y\n/catalyst run",
  "/catalysts run",
  "/catalyst-run",
  "/cata\u200blyst run",
  "\\/catalyst run",
  "/catalyst\ufeffrun",
])("a command counts at the beginning of a text alone: %j", (text) => {
  expect(read(text)).toEqual(NONE);
});

test.each([
  ["On Mon, 3 Nov 2026 at 10:00, Ann <reply@example.org> wrote:"],
  ["On Mon, 3 Nov 2026 at 10:00, Ann of a long name <reply@example.org>\nwrote:"],
  ["Am 03.11.2026 um 10:00 schrieb Ann:"],
  ["Le lun. 3 nov. 2026 à 10:00, Ann <reply@example.org> a écrit :"],
  ["El lun, 3 nov 2026 a las 10:00, Ann (<reply@example.org>) escribió:"],
  ["2026年11月3日(月) 10:00 Ann <reply@example.org>:"],
  ["Ann <reply@example.org> 于2026年11月3日周一 10:00写道："],
  ["пн, 3 нояб. 2026 г. в 10:00, Ann <reply@example.org>:"],
  ["-----Original Message-----"],
])("what an e-mail answers isn't said by who answers: %j", (head) => {
  const answered = `\n\n${head}\n\n@catalyst-agent stop\n`;
  expect(read(`Thanks!${answered}`)).toEqual(NONE);
  expect(read(`/catalyst run it${answered}`)).toEqual(command("run", "it"));
  expect(read(`@catalyst-agent mend it${answered}`)).toEqual(command(null, "@catalyst-agent mend it"));
});

test("a sentence that ends in a colon is no head of an e-mail", () => {
  const text = "@catalyst-agent mend these 3, before 10:00 if you can:\n- a\n- b";
  expect(read(text)).toEqual(command(null, text));
});

test("options stand anywhere on the line, and are read by what each may be", () => {
  const text = "/catalyst run --agent codex mend it --model=gpt-5-codex —base release/2 --budget $2.50 --draft";
  expect(read(text)).toEqual(
    command("run", "mend it", {
      options: {
        ...NO_OPTIONS,
        agent: "codex-cli",
        model: "gpt-5-codex",
        base: "release/2",
        budget: { kind: "set", amount: 2.5 },
        draft: true,
      },
    }),
  );
  expect(read("/catalyst resume --budget +$2")).toMatchObject({ options: { budget: { kind: "add", amount: 2 } } });
  expect(read("@catalyst-agent run --race codex,claude-code")).toMatchObject({
    options: { race: ["codex-cli", "claude-code"] },
  });
});

test.each([
  ["/catalyst runn it", { kind: "verb_unknown", written: "runn", nearest: "run" }],
  ["/catalyst aprove", { kind: "verb_unknown", written: "aprove", nearest: "approve" }],
  ["/catalyst constructor", { kind: "verb_unknown", written: "constructor", nearest: null }],
  ["/catalyst [a](b)", { kind: "verb_unknown", written: null, nearest: null }],
  ["/catalyst fix --push", { kind: "option_unknown", verb: "fix", written: "push", nearest: null }],
  ["/catalyst run --agnet codex", { kind: "option_unknown", verb: "run", written: "agnet", nearest: "agent" }],
  ["@catalyst-agent run --bugdet 5", { kind: "option_unknown", verb: "run", written: "bugdet", nearest: "budget" }],
  ["/catalyst stop --draft", { kind: "option_unknown", verb: "stop", written: "draft", nearest: null }],
  ["/catalyst run --draft --draft", { kind: "option_twice", verb: "run", option: "draft" }],
  ["/catalyst run --draft=yes", { kind: "value_wrong", verb: "run", option: "draft" }],
  ["/catalyst run --agent", { kind: "value_wrong", verb: "run", option: "agent" }],
  ["/catalyst run --agent $(id)", { kind: "value_wrong", verb: "run", option: "agent" }],
  ["/catalyst run --model -rf", { kind: "value_wrong", verb: "run", option: "model" }],
  ["/catalyst run --base ../x", { kind: "value_wrong", verb: "run", option: "base" }],
  ["/catalyst run --base --draft", { kind: "value_wrong", verb: "run", option: "base" }],
  ["/catalyst run --budget 0", { kind: "value_wrong", verb: "run", option: "budget" }],
  ["/catalyst run --budget 1e9", { kind: "value_wrong", verb: "run", option: "budget" }],
  ["/catalyst run --race codex", { kind: "value_wrong", verb: "run", option: "race" }],
  ["/catalyst run --race a,b --agent a", { kind: "options_apart", verb: "run", options: ["agent", "race"] }],
  ["/catalyst stop using lodash", { kind: "words_unexpected", verb: "stop" }],
  ["/catalyst pick", { kind: "words_missing", verb: "pick" }],
  ["/catalyst reject", { kind: "words_missing", verb: "reject" }],
  ["/catalyst st\u200bop", { kind: "unseen_characters" }],
  ["@catalyst-agent st\u200bop", { kind: "unseen_characters" }],
  ["/catalyst run -\u200b-draft", { kind: "unseen_characters" }],
  ["/catalyst run \u202etfard-- ti", { kind: "unseen_characters" }],
])("what can't be done as it is written is a problem: %j", (text, problem) => {
  expect(read(text)).toEqual({ kind: "unknown", problem });
});

test("whatever stands in code, quotes or comments asks for nothing, and no text is an error", {
  timeout: 60_000,
}, () => {
  const piece = fc.constantFrom(
    ..."`~>-*<[]()!\\|#=: \n\t",
    "\n\n",
    "```",
    "<!--",
    "-->",
    "/catalyst run",
    "@catalyst-agent",
    "wrote:",
    "&lt;",
  );
  const text = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(""));
  const wraps: ((inside: string) => string)[] = [
    (inside) => `\`\`\`\`\`\n${inside.replaceAll("`", "'")}\n\`\`\`\`\``,
    (inside) => inside.replaceAll(/^/gm, "> "),
    (inside) => inside.replaceAll(/^/gm, "    "),
    (inside) => `<!-- ${inside.replaceAll("-->", "")} -->`,
  ];
  fc.assert(
    fc.property(text, fc.constantFrom(...wraps), (inside, wrap) => {
      read(inside);
      expect(read(`.\n\n${wrap(inside)}\n\n.`)).toEqual(NONE);
    }),
    { numRuns: 300 },
  );
});

test("names that are given are no patterns", () => {
  expect(readCommand("@x run", { mentions: [".", "(a+)+", ""] })).toEqual(NONE);
  expect(readCommand("@x run", { mentions: [] })).toEqual(NONE);
});

test("the time grows with the text's length alone", { timeout: 120_000 }, () => {
  const measure = (text: string) => {
    const before = process.threadCpuUsage();
    read(text);
    return process.threadCpuUsage(before).user;
  };
  const cpu = (text: string) => Math.min(measure(text), measure(text), measure(text));
  const parts = [
    "@catalyst-agent",
    "@catalyst-agent[",
    "[",
    "![",
    "[a](",
    "](",
    "`",
    "` `` ",
    "> ",
    "1. ",
    "* a\n  ",
    "<a b='",
  ];
  const lines = [
    "a:\n",
    "2026 10:00\n",
    "a@b.c:\n",
    "[a]: b\n",
    "<!--\n",
    "<code>",
    "--a ",
    "\u200b",
    "a\u00a0",
    "_\n",
  ];
  for (const part of [...parts, ...lines]) {
    const text = (length: number) => `@catalyst-agent ${part.repeat(Math.ceil(length / part.length))}`.slice(0, length);
    const small = cpu(text(16_000));
    // Four times as much would be sixteen times the work where each part looked at all others.
    expect(cpu(text(64_000)) / Math.max(small, 20_000), part).toBeLessThan(12);
  }
});

import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
/** All below the terminal: what they say is shown by pages and comments, too. */
const SOURCES = ["packages/*/src/**/*.ts", "gateway/src/**/*.ts", "worker/src/**/*.ts", "runner/src/**/*.ts"];
const FACELESS = [...SOURCES, "server/src/**/*.ts"];
const IS_TEST = /\.(test|contract)\.ts$|\/(testing|fixtures)\//;
/** The plain pages are a face of their own, and so are e-mails and comments on forges. */
const IS_FACE =
  /^(server\/src\/people\/pages\/|worker\/src\/outbox\/mail\/compose-mail\.ts$|packages\/core\/src\/status-comment\/text\/forge-ways\.ts$)/;
const IS_COMMENT = /^\s*(\/\/|\/?\*)/;

const commands = globSync("cli/src/commands/*/*.ts", { cwd: ROOT }).map((path) => basename(path, ".ts"));
const COMMAND = new RegExp(`\\bcatalyst (${commands.join("|")})\\b`);
/** An option that a sentence advises; what is given to a program stands alone in its string. */
const OPTION = /["'`][^"'`]*[A-Za-z.,:] --[a-z][a-z-]+/;
/** Other programs' commands are the same for every face. */
const OTHERS = /\b(git|npm|docker) [a-z]|\bcp -|partial clone \(--filter\)/;

/** Each place where a string holds a command or an option of the terminal. */
function findCommands(text: string): number[] {
  return text
    .split("\n")
    .flatMap((line, index) =>
      !IS_COMMENT.test(line) && (COMMAND.test(line) || (OPTION.test(line) && !OTHERS.test(line))) ? [index + 1] : [],
    );
}

test("no sentence with a command stands below the terminal: what to do is a Way, which each face says itself", () => {
  expect(commands).toEqual(expect.arrayContaining(["tasks", "run", "doctor"]));
  const paths = FACELESS.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).filter(
    (path) => !IS_TEST.test(path) && !IS_FACE.test(path),
  );
  expect(paths.length).toBeGreaterThan(300);
  const places = paths.flatMap((path) => {
    const text = readFileSync(join(ROOT, path), "utf8");
    return findCommands(text).map((line) => `${path}:${line}: ${text.split("\n")[line - 1]?.trim()}`);
  });
  expect(places).toEqual([]);
});

test("a command or an option in a sentence is seen, and what programs are given isn't taken for one", () => {
  const seen = (line: string) => findCommands(line).length > 0;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text.
  expect(seen("`Retrying failed. Try again: catalyst tasks retry ${number}`,")).toBe(true);
  expect(seen('"Choose another with --branch.",')).toBe(true);
  expect(seen('["git", "fetch", "--no-tags", url]')).toBe(false);
  expect(seen('const CONTEXT = "catalyst sealed data key 1";')).toBe(false);
  expect(seen("// Then: catalyst tasks retry 7")).toBe(false);
});

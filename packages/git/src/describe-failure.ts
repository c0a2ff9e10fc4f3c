import type { GitFailure } from "./run-git.ts";

const ADVICE = /^(Please make sure you have the correct access rights|and the repository exists\.|hint: .*)$/;
const MAX_LENGTH = 1000;

/** What git said, as one sentence with its end: without the advice for those who run git themselves. */
export function describeFailure({ message }: GitFailure): string {
  const lines = message.split("\n").map((line) => line.trim());
  const said = lines.filter((line) => line !== "" && !ADVICE.test(line));
  const text = said.map((line) => line.replace(/^(fatal|error): /, "")).join("; ");
  return `${text.slice(0, MAX_LENGTH).replace(/[.\s]+$/, "")}.`;
}

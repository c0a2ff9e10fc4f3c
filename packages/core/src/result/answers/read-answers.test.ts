import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_ANSWERS_BYTES, readAnswers } from "./read-answers.ts";
import { MAX_ANSWER_LENGTH, MAX_ANSWERS, ThreadAnswer } from "./thread-answer.ts";

test("what can be understood of answers is taken, the last for each thread", () => {
  const answers = [
    { comment: 12, done: true, text: " Renamed it. " },
    { comment: "13", done: "yes", text: null },
    { comment: "", text: "Nowhere." },
    { comment: 12, done: false, text: "It has to stay." },
    null,
  ];
  expect(readAnswers(JSON.stringify({ answers }))).toEqual([
    { comment: "12", isDone: false, text: "It has to stay." },
    { comment: "13", isDone: false, text: "" },
  ]);
});

test("answers without end are bounded, and a text without end isn't looked at", () => {
  const answers = Array.from({ length: 200 }, (_, index) => ({ comment: index + 1, text: "x".repeat(2100) }));
  const read = readAnswers(JSON.stringify({ answers }));
  expect(read).toHaveLength(MAX_ANSWERS);
  expect(read[0]?.text).toHaveLength(MAX_ANSWER_LENGTH);
  expect(readAnswers(`{"answers":[]}${" ".repeat(MAX_ANSWERS_BYTES)}`)).toEqual([]);
});

test("whatever an agent writes, its answers are bounded or there are none", () => {
  const written = fc.oneof(
    fc.string(),
    fc.json(),
    fc.array(fc.jsonValue()).map((answers) => JSON.stringify({ answers })),
  );
  fc.assert(fc.property(written, (text) => readAnswers(text).every((one) => ThreadAnswer.safeParse(one).success)));
});

import { expect, test } from "vitest";
import { dropRepeatedResults } from "./drop-repeated-results.ts";

const result = (id: string | undefined, output: string) => ({
  functionResponse: { ...(id && { id }), name: "read_file", response: { output } },
});

test("a result that stands twice in a turn is sent once, and everything else stays", () => {
  const turn = (...parts: unknown[]) => ({ role: "user", parts });
  const body = {
    systemInstruction: { parts: [] },
    contents: [
      turn({ text: "Do it." }, { text: "Do it." }),
      turn(result("1", "one"), result("2", "two"), result("1", "one"), result("2", "two")),
      turn(result("1", "again, in another turn")),
      turn(result(undefined, "same"), result(undefined, "same"), result("3", "one"), result("3", "another")),
    ],
  };
  expect(dropRepeatedResults(body)).toEqual({
    ...body,
    contents: [body.contents[0], turn(result("1", "one"), result("2", "two")), body.contents[2], body.contents[3]],
  });
});

test("whatever else stands there is left as it is", () => {
  for (const contents of [
    undefined,
    null,
    "text",
    {},
    [null, 1, { parts: null }, { parts: [null, 1, { functionResponse: null }] }],
  ]) {
    expect(dropRepeatedResults({ contents })).toEqual({ contents });
  }
});

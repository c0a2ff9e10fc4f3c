import { type ApiError, createClient } from "@catalyst/api";
import { CatalystError, StoredWay } from "@catalyst/core";
import { pino } from "pino";
import { expect, test } from "vitest";
import { problemOf } from "./problem-of.ts";
import { refusalOfError } from "./refusal-of-error.ts";

const DEPS = { isOutage: () => false, log: pino({ enabled: false }) };

function passThrough(error: unknown): Promise<ApiError> {
  const problem = problemOf(refusalOfError(error, DEPS), "r1");
  const body = (async function* () {
    yield new TextEncoder().encode(JSON.stringify(problem));
  })();
  const client = createClient(async () => ({
    status: problem.status,
    contentType: "application/problem+json",
    body,
  }));
  return client.call("getTask", { params: { task: "7" } }).then(
    () => expect.fail("nothing was refused"),
    (refused: ApiError) => refused,
  );
}

test("what can be done about an error comes to the client as it was given", async () => {
  const way = { kind: "add_credential", providers: ["anthropic"] } as const;
  const refused = await passThrough(new CatalystError("credential_missing", "There is no key.", { way }));
  expect(refused).toMatchObject({ code: "credential_missing", message: "There is no key.", way });
});

test("a way that only a newer worker knows comes to the client, too", async () => {
  const way = StoredWay.parse({ kind: "call_support", hours: 7 });
  expect((await passThrough(new CatalystError("conflict", "It fails.", { way }))).way).toEqual(way);
});

test("an error that nothing can be done about has no way", async () => {
  expect((await passThrough(new CatalystError("conflict", "It fails."))).way).toBeNull();
});

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { OWNER } from "../testing/stores/memory.ts";
import { type AskGatewayDeps, rotateGatewayKeys, testCredential } from "./ask-gateway.ts";
import type { GatewayAnswer, GatewayWish } from "./gateway-wish.ts";

const ID = randomUUID();
const NOW = new Date(0);
const STORED = { id: ID, actor: null, wish: null, createdAt: NOW, progress: null, version: 0 };

/** A gateway that answers at the third look; null: never. */
function gateway(answer: GatewayAnswer | null): AskGatewayDeps & { asked: GatewayWish[] } {
  const asked: GatewayWish[] = [];
  let looks = 0;
  let seconds = 0;
  return {
    asked,
    wishes: {
      async ask({ wish }) {
        asked.push(wish);
        return ID;
      },
      async find() {
        looks += 1;
        const isThere = looks > 2 && answer !== null;
        return { ...STORED, takenAt: isThere ? NOW : null, answer: isThere ? answer : null };
      },
      withdraw: async () => true,
    },
    takeSeconds: 10,
    timeoutSeconds: 60,
    now: () => new Date(seconds * 1000),
    async pause() {
      seconds += 1;
    },
  };
}

test("what the gateway answers comes back to who asked", async () => {
  const answer: GatewayAnswer = { kind: "tested", outcome: "rejected", detail: "invalid x-api-key" };
  const deps = gateway(answer);
  const credentialId = randomUUID();
  expect(await testCredential({ actor: OWNER, credentialId }, deps)).toEqual(answer);
  expect(deps.asked).toEqual([{ kind: "test_credential", credentialId }]);
});

test("a gateway that doesn't begin in time is named, and so is what it refused", async () => {
  await expect(rotateGatewayKeys({ actor: OWNER }, gateway(null))).rejects.toMatchObject({
    code: "gateway_unavailable",
    message: expect.stringContaining("within 10 s"),
  });
  const refused = gateway({ kind: "failed", code: "invalid_configuration", message: "Put it back." });
  await expect(rotateGatewayKeys({ actor: OWNER }, refused)).rejects.toMatchObject({
    code: "invalid_configuration",
    message: "Put it back.",
  });
  const unknown = gateway({ kind: "failed", code: "of a newer gateway", message: "No." });
  await expect(rotateGatewayKeys({ actor: OWNER }, unknown)).rejects.toMatchObject({
    code: "unavailable",
    message: "No.",
  });
});

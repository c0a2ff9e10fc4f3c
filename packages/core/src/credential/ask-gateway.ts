import type { Actor } from "../account/actor.ts";
import { permitBeside } from "../account/rights/permit.ts";
import { CatalystError } from "../catalyst-error.ts";
import { CatalystErrorCode } from "../catalyst-error-code.ts";
import { type AwaitAnswerDeps, awaitAnswer } from "../wish/await-answer.ts";
import type { GatewayAnswer, GatewayWish } from "./gateway-wish.ts";

export type AskGatewayDeps = AwaitAnswerDeps<GatewayWish, GatewayAnswer>;

type Rotated = Extract<GatewayAnswer, { kind: "rotated" }>;
type Tested = Extract<GatewayAnswer, { kind: "tested" }>;

/** Has the gateway change the key that credentials and secrets are sealed to. Throws `forbidden`, and like `askGateway`. */
export async function rotateGatewayKeys({ actor }: { actor: Actor }, deps: AskGatewayDeps): Promise<Rotated> {
  permitBeside({ actor, action: "rotate_keys", attempt: "Changing the gateway's keys" });
  return expectKind(await askGateway({ actor, wish: { kind: "rotate_keys" } }, deps), "rotated");
}

/** Has the gateway make one cheap request with the credential. Throws like `askGateway`. */
export async function testCredential(
  { actor, credentialId }: { actor: Actor; credentialId: string },
  deps: AskGatewayDeps,
): Promise<Tested> {
  return expectKind(await askGateway({ actor, wish: { kind: "test_credential", credentialId } }, deps), "tested");
}

/**
 * Throws `gateway_unavailable` when no gateway began in time (then nothing is done), or the answer takes too long. What it
 * refused is thrown with its code.
 */
async function askGateway(asked: { actor: Actor; wish: GatewayWish }, deps: AskGatewayDeps): Promise<GatewayAnswer> {
  const awaited = await awaitAnswer(asked, deps);
  if (awaited.kind === "answered") {
    return awaited.answer;
  }
  const problem =
    awaited.kind === "not_taken"
      ? `it didn't begin within ${deps.takeSeconds} s, and nothing was done`
      : `it is at it and didn't end within ${deps.timeoutSeconds} s`;
  throw new CatalystError("gateway_unavailable", `Asking the gateway failed: ${problem}.`, {
    way: { kind: "see_doctor" },
  });
}

function expectKind<Kind extends GatewayAnswer["kind"]>(
  answer: GatewayAnswer,
  kind: Kind,
): Extract<GatewayAnswer, { kind: Kind }> {
  if (answer.kind === "failed") {
    throw new CatalystError(CatalystErrorCode.catch("unavailable").parse(answer.code), answer.message, {
      way: answer.way,
    });
  }
  if (answer.kind !== kind) {
    throw new Error(`the gateway answered ${answer.kind} to who asked for ${kind}`);
  }
  return answer as Extract<GatewayAnswer, { kind: Kind }>;
}

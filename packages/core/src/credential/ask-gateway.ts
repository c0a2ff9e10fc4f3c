import { CatalystError } from "../catalyst-error.ts";
import { CatalystErrorCode } from "../catalyst-error-code.ts";
import { type AwaitAnswerDeps, awaitAnswer } from "../wish/await-answer.ts";
import type { GatewayAnswer, GatewayWish } from "./gateway-wish.ts";

export type AskGatewayDeps = AwaitAnswerDeps<GatewayWish, GatewayAnswer>;

type Rotated = Extract<GatewayAnswer, { kind: "rotated" }>;
type Tested = Extract<GatewayAnswer, { kind: "tested" }>;

/** Has the gateway change the key that credentials and secrets are sealed to. Throws like `askGateway`. */
export async function rotateGatewayKeys(deps: AskGatewayDeps): Promise<Rotated> {
  return expectKind(await askGateway({ kind: "rotate_keys" }, deps), "rotated");
}

/** Has the gateway make one cheap request with the credential. Throws like `askGateway`. */
export async function testCredential(
  { credentialId }: { credentialId: string },
  deps: AskGatewayDeps,
): Promise<Tested> {
  return expectKind(await askGateway({ kind: "test_credential", credentialId }, deps), "tested");
}

/**
 * Throws `gateway_unavailable` when there was no answer in time: the wish waits for a gateway then. What the gateway refused is
 * thrown with its code.
 */
async function askGateway(wish: GatewayWish, deps: AskGatewayDeps): Promise<GatewayAnswer> {
  const answer = await awaitAnswer(wish, deps);
  if (answer === null) {
    throw new CatalystError(
      "gateway_unavailable",
      `Asking the gateway failed: it didn't answer within ${deps.timeoutSeconds} s. It does what it was asked for once it runs. See: catalyst doctor`,
    );
  }
  return answer;
}

function expectKind<Kind extends GatewayAnswer["kind"]>(
  answer: GatewayAnswer,
  kind: Kind,
): Extract<GatewayAnswer, { kind: Kind }> {
  if (answer.kind === "failed") {
    throw new CatalystError(CatalystErrorCode.catch("unavailable").parse(answer.code), answer.message);
  }
  if (answer.kind !== kind) {
    throw new Error(`the gateway answered ${answer.kind} to who asked for ${kind}`);
  }
  return answer as Extract<GatewayAnswer, { kind: Kind }>;
}

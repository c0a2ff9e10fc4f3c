import { randomBytes } from "node:crypto";
import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  createRequestStateCodec,
  type InputRequests,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";

/** Which round it is that a client answers; it carries that from one request to the next, and can't change it. */
export const state = createRequestStateCodec<number>({ key: randomBytes(32) });

const elicit = (message: string, requestedSchema: z.ZodObject) => inputRequired.elicit({ message, requestedSchema });
const sample = (text: string) =>
  inputRequired.createMessage({ messages: [{ role: "user", content: { type: "text", text } }], maxTokens: 100 });
const WHO = elicit("What is your name?", z.object({ name: z.string() }));
const CONFIRM = elicit("Please confirm", z.object({ ok: z.boolean() }));
const COLOR = elicit("What is your favorite color?", z.object({ color: z.string() }));
const CONTEXT = elicit("What context should the prompt use?", z.object({ context: z.string() }));
const GREETING = sample("Generate a greeting");
const ROOTS = inputRequired.listRoots();

const MANY_ROUNDS: InputRequests[] = [{ step1: WHO }, { step2: COLOR }];

type Asked = (context: ServerContext) => InputRequests[];

/** Tools that ask their client for something, in one round or several, and then are done. */
export const ASKING_TOOLS: Record<string, Asked> = {
  test_input_required_result_elicitation: () => [{ user_name: WHO }],
  test_input_required_result_sampling: () => [{ capital_question: sample("What is the capital of France?") }],
  test_input_required_result_list_roots: () => [{ client_roots: ROOTS }],
  test_input_required_result_request_state: () => [{ confirm: CONFIRM }],
  test_input_required_result_tampered_state: () => [{ confirm: CONFIRM }],
  test_input_required_result_multiple_inputs: () => [{ user_name: WHO, greeting: GREETING, client_roots: ROOTS }],
  test_input_required_result_multi_round: () => MANY_ROUNDS,
  test_input_required_result_capabilities: (context) =>
    canBeAsked(context) ? [{ user_name: WHO }] : [{ greeting: GREETING }],
  test_missing_capability: () => [{ greeting: GREETING }],
  test_streaming_elicitation: () => [{ user_name: WHO }],
};

/** A prompt that asks before it says something. */
export const ASKING_PROMPT: Asked = () => [{ user_context: CONTEXT }];

/** Asks round after round; null once all is answered. What came of no round is asked again. */
export async function askInRounds(asked: Asked, context: ServerContext): Promise<InputRequiredResult | null> {
  const rounds = asked(context);
  const { requestState, inputResponses } = context.mcpReq;
  const current = requestState<number>() ?? 0;
  const isAnswered = Object.keys(rounds[current] ?? {}).every(
    (key) => inputResponse(inputResponses, key).kind !== "missing",
  );
  const next = isAnswered ? current + 1 : current;
  const inputRequests = rounds[next];
  return inputRequests === undefined ? null : inputRequired({ inputRequests, requestState: await state.mint(next) });
}

/** Whether its client fills in forms. */
function canBeAsked({ mcpReq }: ServerContext): boolean {
  const envelope = mcpReq.envelope as Record<string, ClientCapabilities | undefined> | undefined;
  return envelope?.[CLIENT_CAPABILITIES_META_KEY]?.elicitation !== undefined;
}

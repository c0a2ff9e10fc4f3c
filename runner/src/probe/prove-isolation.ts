import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { ADDRESS_KEPT_FACT, type GatewayAddress, ProbeAnswer } from "@catalyst/core";
import { sendRequest } from "../gateway/send-request.ts";
import { isReached } from "../pod/reach.ts";
import { nameTarget } from "../pod/target.ts";
import type { ProbePlace } from "./read-place.ts";
import { untilKeptAway } from "./until-kept-away.ts";
import type { Verdict } from "./verdict.ts";

export interface ProbeTimes {
  /** For one who may answer. */
  answerMilliseconds: number;
  /** Between the beginnings of the two rounds that must both hold. */
  betweenMilliseconds: number;
  /** Engines apply their policies to a new pod after some time. */
  policyMilliseconds: number;
  gatewayMilliseconds: number;
  /** So long a knock at the canary counts as proof that it can be reached. */
  knockSeconds: number;
}

const PROBE_TIMES: ProbeTimes = {
  answerMilliseconds: 1000,
  betweenMilliseconds: 300,
  policyMilliseconds: 20_000,
  gatewayMilliseconds: 30_000,
  knockSeconds: 30,
};

interface Round {
  /** null: the gateway didn't answer. */
  answer: ProbeAnswer | null;
  problem: string;
  /** Who was reached that must not be. */
  reached: string[];
}

/**
 * Shows from inside that the gateway is the only peer. It answers, which shows that there is a way; its canary, at the same
 * address and another port, does not, though others reach it: so it is the policy that keeps it away. And so does nobody else.
 */
export async function proveIsolation(place: ProbePlace, times: ProbeTimes = PROBE_TIMES): Promise<Verdict> {
  const begun = performance.now();
  await untilKeptAway(place.canaries, times.policyMilliseconds);
  for (;;) {
    const left = patienceLeft(performance.now() - begun, times);
    const rounds = await Promise.all([
      lookRound(place, times, left),
      wait(times.betweenMilliseconds).then(() => lookRound(place, times, left)),
    ]);
    const elapsed = performance.now() - begun;
    const verdict = judge(rounds, place, { ...times, elapsed });
    if (verdict !== null) {
      return verdict;
    }
    await wait(times.betweenMilliseconds);
  }
}

/** Nobody is waited for beyond the time at which it is judged next. */
function patienceLeft(elapsed: number, { policyMilliseconds, gatewayMilliseconds }: ProbeTimes): number {
  return (elapsed < policyMilliseconds ? policyMilliseconds : gatewayMilliseconds) - elapsed;
}

function judge(rounds: Round[], place: ProbePlace, times: ProbeTimes & { elapsed: number }): Verdict | null {
  const { elapsed, policyMilliseconds, gatewayMilliseconds, knockSeconds } = times;
  const reached = [...new Set(rounds.flatMap((round) => round.reached))];
  if (reached.length > 0) {
    return elapsed < policyMilliseconds ? null : { kind: "policyNotEnforced", failures: reached, facts: [] };
  }
  const answers = rounds.flatMap(({ answer }) => (answer === null ? [] : [answer]));
  const [answer] = answers;
  if (answer === undefined || answers.length < rounds.length) {
    const problem = rounds.find((round) => round.problem !== "")?.problem ?? "";
    return elapsed < gatewayMilliseconds ? null : { kind: "gatewayUnreachable", failures: [problem], facts: [] };
  }
  const knocked = answers.every(({ canaryKnockedSecondsAgo: ago }) => ago !== null && ago <= knockSeconds);
  if (!knocked || place.canaries.length === 0) {
    const failure = "Nobody else reached the gateway's canary lately: that it isn't reached from here proves nothing";
    return elapsed < policyMilliseconds ? null : { kind: "noProof", failures: [failure], facts: [] };
  }
  return { kind: "proven", failures: [], facts: factsOf(answer, place, elapsed) };
}

function factsOf(answer: ProbeAnswer, { podIp, canaries, denied }: ProbePlace, elapsed: number): string[] {
  const isKept = answer.address === podIp.toLowerCase();
  return [
    isKept ? ADDRESS_KEPT_FACT : "The gateway sees another address than the pod's: nobody was tried from outside",
    `Of ${canaries.length + denied.length + 1} addresses the gateway alone answered, ${Math.round(elapsed)} ms after the pod began`,
    "Not tried: multicast, and neighbours without an address that is known",
  ];
}

async function lookRound(place: ProbePlace, times: ProbeTimes, left: number): Promise<Round> {
  const targets = [...place.canaries, ...place.denied];
  const [asked, ...found] = await Promise.all([
    askAny(
      place.gateways,
      Math.max(times.answerMilliseconds, Math.min(times.answerMilliseconds + OVERHEAD_MILLISECONDS, left)),
    ),
    ...targets.map((target) => isReached(target, times.answerMilliseconds)),
  ]);
  const reached = targets.filter((_target, index) => found[index]).map(nameTarget);
  const isOwn = asked.answer?.address === place.podIp.toLowerCase();
  const fromOutside = isOwn && asked.answer?.isReachable === true ? ["this pod, by the gateway"] : [];
  return { ...asked, reached: [...reached, ...fromOutside] };
}

/** The gateway itself tries for a second to reach the pod. */
const OVERHEAD_MILLISECONDS = 4000;

/** The gateway, by whichever of its addresses; a cluster needn't have both families. */
async function askAny(gateways: GatewayAddress[], milliseconds: number): Promise<Pick<Round, "answer" | "problem">> {
  try {
    return { answer: await Promise.any(gateways.map((gateway) => ask(gateway, milliseconds))), problem: "" };
  } catch (error) {
    const [first] = error instanceof AggregateError ? error.errors : [error];
    const problem = first instanceof Error ? first.message : "The gateway's address isn't told";
    return { answer: null, problem };
  }
}

async function ask(gateway: GatewayAddress, timeoutMilliseconds: number): Promise<ProbeAnswer> {
  const nonce = randomBytes(16).toString("base64url");
  const { status, content } = await sendRequest({
    ...{ gateway, token: null, method: "GET", path: `/probe?nonce=${nonce}` },
    ...{ timeoutMilliseconds, signal: new AbortController().signal },
  });
  if (status !== 200) {
    throw new Error(`The gateway answered with ${status}`);
  }
  const answer = ProbeAnswer.parse(JSON.parse(content.toString("utf8")));
  if (answer.nonce !== nonce) {
    throw new Error("The gateway answered another question");
  }
  return answer;
}

export { PodAnswer } from "./pod-answer.ts";
export { ADDRESS_KEPT_FACT, ProbeAnswer, REVERSE_CANARY_PORT } from "./probe-answer.ts";

export { PodAnswer } from "./pod-answer.ts";
export { OPERATOR_AUDIENCE, POD_NEWS_PATH, PodNews, TOLD_SECONDS } from "./pod-news.ts";
export { ADDRESS_KEPT_FACT, ProbeAnswer, REVERSE_CANARY_PORT } from "./probe-answer.ts";

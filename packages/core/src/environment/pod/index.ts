export { PodAnswer } from "./pod-answer.ts";
export { OPERATOR_AUDIENCE, POD_NEWS_PATH, PodNews, TOLD_SECONDS } from "./pod-news.ts";
export { ADDRESS_KEPT_FACT, ProbeAnswer, REVERSE_CANARY_PORT } from "./probe-answer.ts";
export { MAX_SETUP_ARCHIVE_BYTES, SETUP_CACHE_PATH, SETUP_DIGEST_HEADER } from "./setup-archive.ts";

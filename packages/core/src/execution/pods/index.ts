export { decideHandOut } from "./decide-hand-out.ts";
export type {
  EnvironmentJobStore,
  JobAnswer,
  JobWish,
  PodBinding,
  PodTrip,
  StageEnd,
} from "./environment-job-store.ts";
export { isWorkOver } from "./is-work-over.ts";

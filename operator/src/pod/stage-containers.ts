import { nameStages, type StageKind } from "@catalyst/core/apart/cluster";

/** The name of each stage's container: by it the gateway knows which job is asked for. */
export function containerNames(stages: { name: StageKind }[]): string[] {
  return nameStages(stages.map(({ name }) => name));
}

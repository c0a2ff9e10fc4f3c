import { type EnvironmentSpec, type Quantity, quantityUnits } from "@catalyst/kubernetes";
import type { EnvironmentClass } from "../classes/environment-class.ts";

/** Of what a stage may use, so much is kept for it: what it doesn't use others may. */
const CPU_SHARE = 0.25;
const MEMORY_SHARE = 0.5;
const UNITS_OF_ONE = 10n ** 9n;
/** More than the runner and any agent are. */
const COPIED_BYTES = 1024n ** 3n;
const THOUSAND = 1000;

export interface StageSize {
  requests: Record<string, string>;
  limits: Record<string, string>;
  disk: Quantity;
}

/** Of each stage, as they run one after the other: what was said, and of the class what wasn't. */
export function sizeOf(
  { resources = {} }: EnvironmentSpec,
  { resources: usual, delivery }: EnvironmentClass,
): StageSize {
  const cpu = resources.limits?.cpu ?? usual.cpu;
  const memory = resources.limits?.memory ?? usual.memory;
  const disk = resources.limits?.["ephemeral-storage"] ?? usual.disk;
  return {
    limits: { cpu: String(cpu), memory: String(memory), "ephemeral-storage": ofPod(disk, delivery) },
    requests: {
      cpu: String(resources.requests?.cpu ?? milli(cpu, CPU_SHARE)),
      memory: String(resources.requests?.memory ?? whole(memory, MEMORY_SHARE)),
      ...(resources.requests?.["ephemeral-storage"] === undefined
        ? {}
        : { "ephemeral-storage": String(resources.requests["ephemeral-storage"]) }),
    },
    disk,
  };
}

/** What is copied counts as what the pod has written, and isn't to be taken from what the project may. */
function ofPod(disk: Quantity, delivery: EnvironmentClass["delivery"]): string {
  return delivery === "copy" ? String(quantityUnits(disk) / UNITS_OF_ONE + COPIED_BYTES) : String(disk);
}

function milli(quantity: Quantity, share: number): string {
  const thousandths = (Number(quantityUnits(quantity)) / Number(UNITS_OF_ONE)) * THOUSAND;
  return `${Math.max(1, Math.floor(thousandths * share))}m`;
}

function whole(quantity: Quantity, share: number): string {
  return String(Math.max(1, Math.floor((Number(quantityUnits(quantity)) / Number(UNITS_OF_ONE)) * share)));
}

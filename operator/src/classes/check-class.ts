import { type EnvironmentSpec, type Quantity, quantityUnits } from "@catalyst/kubernetes";
import type { ClassPolicy } from "../judge/world.ts";
import type { EnvironmentClass } from "./environment-class.ts";

/** What the cluster's owner has said of environments. */
export interface Classes {
  classes: Readonly<Record<string, EnvironmentClass>>;
  /** The agents whose files are there for pods. */
  agents: readonly string[];
}

/** Whether an environment may be made as it is wanted, by what the cluster's owner said. */
export function checkClass(spec: EnvironmentSpec, { classes, agents }: Classes): ClassPolicy {
  const wanted = Object.hasOwn(classes, spec.className) ? classes[spec.className] : undefined;
  if (wanted === undefined) {
    return refused("ClassNotFound", `There is no class ${spec.className} on this cluster`);
  }
  const { isProofRequired } = wanted;
  if (!agents.includes(spec.agent.type)) {
    return { ...refused("AgentUnknown", `The agent ${spec.agent.type} isn't there on this cluster`), isProofRequired };
  }
  const problem = checkImage(spec, wanted) ?? checkLimits(spec, wanted);
  return problem === null ? { refusal: null, isProofRequired } : { ...problem, isProofRequired };
}

type Refused = ClassPolicy & { refusal: object };

function refused(reason: NonNullable<ClassPolicy["refusal"]>["reason"], message: string): Refused {
  return { refusal: { reason, message }, isProofRequired: true };
}

function checkImage({ image, className }: EnvironmentSpec, { imagePrefixes }: EnvironmentClass): Refused | null {
  const isAllowed =
    image === undefined || imagePrefixes.length === 0 || imagePrefixes.some((prefix) => image.startsWith(prefix));
  return isAllowed
    ? null
    : refused(
        "ImageNotAllowed",
        `The class ${className} doesn't allow the image ${image}: only ${imagePrefixes.join(", ")}`,
      );
}

function checkLimits({ resources, className }: EnvironmentSpec, { maximum }: EnvironmentClass): Refused | null {
  const limits = resources?.limits;
  const wanted: [what: string, limit: Quantity | undefined, most: Quantity][] = [
    ["CPUs", limits?.cpu, maximum.cpu],
    ["memory", limits?.memory, maximum.memory],
    ["disk", limits?.["ephemeral-storage"], maximum.disk],
  ];
  for (const [what, limit, most] of wanted) {
    if (limit !== undefined && quantityUnits(limit) > quantityUnits(most)) {
      return refused(
        "LimitAboveMaximum",
        `It wants ${limit} of ${what}, and the class ${className} has ${most} at most`,
      );
    }
  }
  return null;
}

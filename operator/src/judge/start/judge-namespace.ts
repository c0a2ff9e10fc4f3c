import type { Action } from "../judgement.ts";
import { goesOn, type Step, waits } from "../step.ts";
import type { Said } from "../tell/conditions.ts";
import type { World } from "../world.ts";

const AGAIN_MILLISECONDS = 5000;

/** No pod is made where its policies don't stand as they must; one that is there goes on. */
export function judgeNamespace(world: World): Step {
  const { said, actions } = describe(world);
  const isReady = said.status === "True";
  if (isReady || world.pod !== null) {
    return { ...goesOn(said), actions };
  }
  return waits([said], AGAIN_MILLISECONDS, actions);
}

const MAKES: Action[] = [{ kind: "ensureNamespace" }];

function describe({ namespace, environment }: World): { said: Said; actions: Action[] } {
  const name = environment.spec.project;
  switch (namespace.kind) {
    case "ready":
      return { said: is("True", "NamespaceReady", "The project's namespace stands, with its policies"), actions: [] };
    case "missing":
      return namespace.mayMake
        ? { said: is("False", "NamespaceMissing", `The namespace of ${name} is being made`), actions: MAKES }
        : {
            said: is(
              "False",
              "NamespaceMissing",
              `The namespace for ${name} isn't there, or the operator has no rights in it`,
            ),
            actions: [],
          };
    case "terminating":
      return { said: is("False", "NamespaceTerminating", `The namespace of ${name} is being deleted`), actions: [] };
    case "foreign":
      return {
        said: is(
          "False",
          "NamespaceForeign",
          `The namespace of ${name} is there, and not labelled as one for environments`,
        ),
        actions: [],
      };
    case "changed":
      return { said: is("False", "PolicyChanged", "Somebody changed its policies: they are put back"), actions: MAKES };
    case "opened":
      return {
        said: is("False", "PolicyForeign", `The policy ${namespace.policy}, which isn't ours, selects its pods`),
        actions: [],
      };
  }
}

function is(status: Said["status"], reason: string, message: string): Said {
  return { type: "NamespaceReady", status, reason, message };
}

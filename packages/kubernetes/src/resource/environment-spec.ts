import { StageKind } from "@catalyst/core/apart/cluster";
import { z } from "zod";
import { durationBetween } from "./duration.ts";
import { Quantity, quantityUnits } from "./quantity.ts";

const MAX_STAGES = 10;
const DNS_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
/** What a person calls something that namespaces and labels are made of. */
export const dnsLabel = (max: number) =>
  z.string().max(max).regex(DNS_LABEL, "is lower-case letters, digits and dashes");

const NO_CREDENTIALS = "has no credentials in it";
const WITH_CREDENTIALS = /^https?:\/\/[^/]*@/;
const REPOSITORY = /^(https?:\/\/|ssh:\/\/|[A-Za-z0-9_.-]+@[A-Za-z0-9_.-]+:)[^ ]+$/;
const REF = /^[^\x00-\x20\x7f-][^\x00-\x20\x7f]*$/;
const NO_RANGE = "is no range of commits";

const EnvironmentSource = z.object({
  type: z.enum(["git"]).default("git"),
  /** Stated for people, and compared with what the task works on: the pod never dials it. */
  repository: z
    .string()
    .max(2048)
    .regex(REPOSITORY, "is an address of a git repository")
    .refine((url) => !WITH_CREDENTIALS.test(url), NO_CREDENTIALS)
    .meta({ "x-kubernetes-validations": [{ rule: "!self.matches('^https?://[^/]*@')", message: NO_CREDENTIALS }] }),
  ref: z
    .string()
    .max(250)
    .regex(REF, "is a branch, a tag or a commit")
    .refine((ref) => !ref.includes(".."), NO_RANGE)
    .meta({ "x-kubernetes-validations": [{ rule: "!self.contains('..')", message: NO_RANGE }] })
    .default("HEAD"),
  repositoryId: z.uuid().optional(),
});

/** Stages that follow each other in another way can't be made into a pod whose last container ends it. */
const STAGE_ORDER = "are setup and prepare, where there are such, then agent and verify in turn";
const FIRST: StageKind[] = ["setup", "prepare", "agent"];
const LAST: StageKind[] = ["agent", "verify"];
const FOLLOWS: Readonly<Record<StageKind, StageKind[]>> = {
  setup: ["prepare", "agent"],
  prepare: ["agent"],
  agent: ["verify"],
  verify: ["agent"],
};

function isInOrder(names: StageKind[]): boolean {
  const [first = "agent", last = "agent"] = [names[0], names.at(-1)];
  const follows = (name: StageKind, index: number) => index === 0 || FOLLOWS[names[index - 1] ?? name].includes(name);
  return FIRST.includes(first) && LAST.includes(last) && names.every(follows);
}

/** Written out for each place: what the API server reckons a rule to cost may not grow with what a text could be. */
function orderRule(): string {
  const isOneOf = (place: string, kinds: StageKind[]) => `self[${place}].name in [${kinds.map((kind) => `'${kind}'`)}]`;
  const pairs = Array.from({ length: MAX_STAGES - 1 }, (_, index) => {
    const follows = StageKind.options.map((kind) => {
      return `self[${index}].name == '${kind}' && ${isOneOf(String(index + 1), FOLLOWS[kind])}`;
    });
    return `(self.size() < ${index + 2} || ${follows.join(" || ")})`;
  });
  return [isOneOf("0", FIRST), isOneOf("self.size() - 1", LAST), ...pairs].join(" && ");
}

export const EnvironmentStages = z
  .array(z.object({ name: StageKind, readOnlyWorkspace: z.boolean().default(false) }))
  .min(1)
  .max(MAX_STAGES)
  .refine((stages) => isInOrder(stages.map(({ name }) => name)), STAGE_ORDER)
  .meta({ "x-kubernetes-validations": [{ rule: `self.size() == 0 || ${orderRule()}`, message: STAGE_ORDER }] });

const RESOURCES = ["cpu", "memory", "ephemeral-storage"] as const;
const amounts = z.object({
  cpu: Quantity.optional(),
  memory: Quantity.optional(),
  "ephemeral-storage": Quantity.optional(),
});
const belowRequest = (name: string) => `${name}: the limit is below the request`;

export const EnvironmentResources = z
  .object({ requests: amounts.optional(), limits: amounts.optional() })
  .superRefine(({ requests, limits }, context) => {
    for (const name of RESOURCES) {
      const [request, limit] = [requests?.[name], limits?.[name]];
      if (request !== undefined && limit !== undefined && quantityUnits(limit) < quantityUnits(request)) {
        context.addIssue({ code: "custom", message: belowRequest(name) });
      }
    }
  })
  .meta({
    "x-kubernetes-validations": RESOURCES.map((name) => {
      // A dash isn't a letter of CEL's names.
      const field = name.replaceAll("-", "__dash__");
      const both = ["requests", "limits"]
        .map((which) => `has(self.${which}) && has(self.${which}.${field})`)
        .join(" && ");
      const amountOf = (which: string) => `quantity(string(self.${which}.${field}))`;
      return {
        rule: `!(${both}) || ${amountOf("limits")}.compareTo(${amountOf("requests")}) >= 0`,
        message: belowRequest(name),
      };
    }),
  });

/** What may be changed of an environment that is there: how long its end is told. */
const CHANGEABLE = ["ttlAfterFinished"];
const CACHE_OF_EXECUTION = "a setup cache belongs to an execution";

export const ToolsImage = z.string().min(1).max(1024);

const fields = {
  /** Whose namespace, quota and price it is. */
  project: dnsLabel(50),
  environment: z.enum(["agent"]).default("agent"),
  source: EnvironmentSource,
  agent: z.object({
    type: dnsLabel(40),
    version: z.string().max(64).optional(),
    /** Over all stages. */
    timeout: durationBetween("1s", "168h").default("30m"),
  }),
  resources: EnvironmentResources.optional(),
  /** Absent where a person made it by hand: no task ever claims that one. */
  executionId: z.uuid().optional(),
  stages: EnvironmentStages.default([{ name: "agent", readOnlyWorkspace: false }]),
  setupCache: z
    .object({
      key: z
        .string()
        .max(64)
        .regex(/^[0-9a-f]{64}$/),
      save: z.boolean().default(false),
    })
    .optional(),
  /** How the cluster's owner wants such environments: images, placement, maximums. */
  className: dnsLabel(63).default("default"),
  /** The tools that the project works with. */
  image: ToolsImage.optional(),
  pool: z.enum(["Prefer", "Never", "Require"]).default("Prefer"),
  startTimeout: durationBetween("30s", "2h").default("10m"),
  queueName: dnsLabel(63).optional(),
  ttlAfterFinished: durationBetween("0s", "168h").default("1h"),
};

/** What is wanted, as the specification writes it, and what the worker adds. */
export const EnvironmentSpec = z
  .object(fields)
  .refine((spec) => spec.setupCache === undefined || spec.executionId !== undefined, CACHE_OF_EXECUTION)
  .meta({
    "x-kubernetes-validations": [
      { rule: "!has(self.setupCache) || has(self.executionId)", message: CACHE_OF_EXECUTION },
      ...Object.keys(fields)
        .filter((name) => !CHANGEABLE.includes(name))
        .map((name) => ({
          rule: `has(self.${name}) == has(oldSelf.${name}) && (!has(self.${name}) || self.${name} == oldSelf.${name})`,
          message: `${name} is fixed once it is created`,
        })),
    ],
  });
export type EnvironmentSpec = z.infer<typeof EnvironmentSpec>;

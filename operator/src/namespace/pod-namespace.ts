import { createHash } from "node:crypto";
import { type EnvironmentResource, LABELS } from "@catalyst/kubernetes";

const PREFIX = "catalyst-env-";
/** Of a namespace: the Environment that it goes with, whose name a label needn't have room for. */
export const OWNER_ANNOTATION = "catalyst.dev/environment";
const MAX_NAME_LENGTH = 63;
const DIGEST_LENGTH = 10;

/**
 * Where pods are: in a namespace for each project, which the operator makes and nobody of ours deletes; in a single one that the cluster's owner made,
 * for clusters where nobody gets rights of the whole cluster; or in one for each environment, which goes with it.
 */
export type TenancyMode = { kind: "project" } | { kind: "fixed"; namespace: string } | { kind: "environment" };

/** The namespace of some environments' pods. */
export interface PodNamespace {
  name: string;
  /** By which it is known whose it is. */
  labels: Readonly<Record<string, string>>;
  /** The Environment that it goes with; null: it stays. */
  owner: string | null;
  /** Whether it is ours to make. */
  mayMake: boolean;
}

type Subject = Pick<EnvironmentResource, "metadata" | "spec">;

export function podNamespaceOf({ metadata, spec }: Subject, mode: TenancyMode): PodNamespace {
  const labels = { [LABELS.project]: spec.project };
  switch (mode.kind) {
    case "project":
      return { name: namespaceOf(spec.project), labels, owner: null, mayMake: true };
    case "fixed":
      return fixedNamespace(mode.namespace);
    case "environment":
      return {
        name: namespaceOf(metadata.name),
        labels: { ...labels, [LABELS.environment]: labelOf(metadata.name) },
        owner: metadata.name,
        mayMake: true,
      };
  }
}

/** Where pods of a project are before anybody wants them; null: nowhere, as each Environment has a namespace of its own. */
export function podNamespaceOfProject(project: string, mode: TenancyMode): PodNamespace | null {
  switch (mode.kind) {
    case "project":
      return { name: namespaceOf(project), labels: { [LABELS.project]: project }, owner: null, mayMake: true };
    case "fixed":
      return fixedNamespace(mode.namespace);
    case "environment":
      return null;
  }
}

interface Found {
  name: string;
  labels?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
}

/** As it was found in the cluster, labelled as one for environments. */
export function foundNamespace({ name, labels = {}, annotations = {} }: Found, mode: TenancyMode): PodNamespace {
  if (mode.kind === "fixed") {
    return fixedNamespace(name);
  }
  const known = [LABELS.project, LABELS.environment].flatMap((label) =>
    labels[label] === undefined ? [] : [[label, labels[label]]],
  );
  return { name, labels: Object.fromEntries(known), owner: annotations[OWNER_ANNOTATION] ?? null, mayMake: true };
}

function fixedNamespace(name: string): PodNamespace {
  return { name, labels: {}, owner: null, mayMake: false };
}

/** Of a project, or of one environment. */
export function namespaceOf(name: string): string {
  return `${PREFIX}${shorten(name, MAX_NAME_LENGTH - PREFIX.length)}`;
}

/** By which an environment's namespace is known as its own. */
function labelOf(name: string): string {
  return shorten(name, MAX_NAME_LENGTH);
}

/** What a person calls an Environment may be longer than a namespace's name or a label may be, and have dots. */
function shorten(name: string, length: number): string {
  if (name.length <= length && !name.includes(".")) {
    return name;
  }
  const digest = createHash("sha256").update(name).digest("hex").slice(0, DIGEST_LENGTH);
  return `${name.replaceAll(".", "-").slice(0, length - DIGEST_LENGTH - 1)}-${digest}`;
}

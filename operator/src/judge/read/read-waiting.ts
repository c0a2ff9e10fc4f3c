import { containersOf, isUnstarted, type Pod } from "./pod.ts";

export type ImagesReason =
  | "ImageNotFound"
  | "ImageUnauthorized"
  | "InvalidImage"
  | "ImagePullFailed"
  | "ContainerConfigError"
  | "VolumeFailed";

/** What a container can't begin for, in the kubelet's or the registry's words. */
export interface Waiting {
  reason: ImagesReason;
  image: string;
  message: string;
}

const PULLS = ["ErrImagePull", "ImagePullBackOff", "RegistryUnavailable"];
const INVALID = ["InvalidImageName", "ErrImageNeverPull", "ImageInspectError"];
const CONFIG = ["CreateContainerConfigError", "CreateContainerError", "RunContainerError"];
const NOT_FOUND = /not found|manifest unknown|does not exist|name unknown|notfound/i;
const UNAUTHORIZED = /unauthorized|denied|authentication required|no basic auth|forbidden|\b40[13]\b/i;
/** It says "denied" or "not found" of something else there, or of nothing. */
const PASSING =
  /timeout|timed out|connection refused|QPS exceeded|too many requests|toomanyrequests|no such host|i\/o|EOF|\b5\d\d\b/i;

/** The first container that can't begin; null: none says so. */
export function readWaiting(pod: Pod): Waiting | null {
  for (const { image = "", state } of containersOf(pod)) {
    const { reason = "", message = "" } = state?.waiting ?? {};
    const known = reasonOf(reason, message);
    if (known !== null) {
      return { reason: known, image, message: message === "" ? reason : message };
    }
  }
  return null;
}

/** The container that its runtime couldn't start; null: there is none. That ends the pod. */
export function readUnstarted(pod: Pod): Waiting | null {
  for (const { name, image = "", state } of containersOf(pod)) {
    const { terminated } = state ?? {};
    if (terminated !== undefined && isUnstarted(terminated)) {
      const message = `The container ${name} of ${image} can't be started: ${terminated.message ?? "the node doesn't say why"}`;
      return { reason: "ContainerConfigError", image, message };
    }
  }
  return null;
}

function reasonOf(reason: string, message: string): ImagesReason | null {
  if (INVALID.includes(reason)) {
    return "InvalidImage";
  }
  if (CONFIG.includes(reason)) {
    return "ContainerConfigError";
  }
  if (!PULLS.includes(reason)) {
    return null;
  }
  if (PASSING.test(message)) {
    return "ImagePullFailed";
  }
  if (UNAUTHORIZED.test(message)) {
    return "ImageUnauthorized";
  }
  return NOT_FOUND.test(message) ? "ImageNotFound" : "ImagePullFailed";
}

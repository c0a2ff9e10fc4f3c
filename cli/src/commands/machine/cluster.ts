import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst cluster check
  $ catalyst cluster check --kubeconfig prod.yaml --namespace catalyst-system
  $ catalyst cluster check --json | jq 'select(.state == "failed")'

Tries what an installation on Kubernetes stands on: rights, the definition of Environment, its parts, storage,
admission, PostgreSQL and each provider and GitHub from the gateway's and the worker's place, and, by an environment
of each agent and class, images, policies and the way to the gateway. What it makes for that it takes away. Exit code 3
when something is missing.`;

interface Options {
  kubeconfig?: string;
  context?: string;
  namespace: string;
  json?: boolean;
}

export function clusterCommand(context: CliContext): Command {
  const check = new Command("check")
    .description("try what an installation on Kubernetes stands on")
    .option("--kubeconfig <file>", "who you are there; without it ~/.kube/config")
    .option("--context <name>", "another one of the kubeconfig's than its own")
    .option("--namespace <name>", "where it is installed", "catalyst-system")
    .option("--json", "print one check a line")
    .addHelpText("after", EXAMPLES)
    .action(async ({ namespace, ...options }: Options) => {
      const { checkCluster } = await import("../../cluster/check/check-cluster.ts");
      const { kubeconfig = null, context: named = null, json } = options;
      await checkCluster({ kubeconfig, context: named, namespace, isJson: json === true }, context);
    });
  return new Command("cluster").description("look at an installation on Kubernetes").addCommand(check);
}

package main

import (
	"errors"
	"fmt"
	"os"

	helm "helm.sh/helm/v4/pkg/cmd"
	"k8s.io/component-base/cli"
	kubectl "k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"
)

func init() {
	programs["kubectl"] = runKubectl
	programs["helm"] = runHelm
}

func runKubectl([]string) {
	if err := cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()); err != nil {
		util.CheckErr(err)
	}
}

func runHelm(arguments []string) {
	command, err := helm.NewRootCmd(os.Stdout, arguments[1:], helm.SetupLogging)
	if err == nil {
		err = command.Execute()
	}
	var coded helm.CommandError
	switch {
	case err == nil:
		return
	case errors.As(err, &coded):
		os.Exit(coded.ExitCode)
	default:
		fmt.Fprintln(os.Stderr, "helm:", err)
		os.Exit(1)
	}
}

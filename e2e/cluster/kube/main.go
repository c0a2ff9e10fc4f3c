// Kube is what tests start of Kubernetes, as one program: its first argument names the component, the rest is that component's own command line.
package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
)

// commands has each component that is a command of cobra's; a file for each part of a cluster adds to it.
var commands = map[string]func() *cobra.Command{}

// programs has those that read os.Args themselves and end the process.
var programs = map[string]func(arguments []string){}

func main() {
	if len(os.Args) < 2 {
		refuse("no component is named")
	}
	component := os.Args[1]
	os.Args = append([]string{component}, os.Args[2:]...)
	if run, isKnown := programs[component]; isKnown {
		run(os.Args)
		return
	}
	command, isKnown := commands[component]
	if !isKnown {
		refuse(component + " is no component of this program")
	}
	os.Exit(cli.Run(command()))
}

func refuse(why string) {
	known := []string{}
	for name := range commands {
		known = append(known, name)
	}
	for name := range programs {
		known = append(known, name)
	}
	slices.Sort(known)
	fmt.Fprintf(os.Stderr, "kube: %s; it has %s\n", why, strings.Join(known, ", "))
	os.Exit(2)
}

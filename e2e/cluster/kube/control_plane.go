package main

import (
	"go.etcd.io/etcd/server/v3/etcdmain"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
)

func init() {
	programs["etcd"] = etcdmain.Main
	commands["kube-apiserver"] = apiserver.NewAPIServerCommand
	commands["kube-controller-manager"] = controllermanager.NewControllerManagerCommand
}

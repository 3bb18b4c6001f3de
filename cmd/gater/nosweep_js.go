package main

import (
	"errors"

	"github.com/spf13/cobra"
)

// The database of sweeps is not to be had here.

func sweepCommand() *cobra.Command { return notHere("sweep") }

func reproduceCommand() *cobra.Command { return notHere("reproduce") }

func notHere(name string) *cobra.Command {
	return &cobra.Command{Use: name, Short: "Not on this platform", RunE: func(*cobra.Command, []string) error {
		return errors.New(name + " keeps its results in SQLite, which is not to be had in JavaScript: run it on another system")
	}}
}

// notTrial: there are no sweeps to be a trial of.
func notTrial(string) error { return nil }

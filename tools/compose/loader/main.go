// Loads compose files as `docker compose config` does: this is the loader that Docker Compose is built on.
// Standard input: {"folder", "cases": [{"text", "environment", "profiles"}]}. Standard output: a list of {"project"} or {"error"}.
package main

import (
	"context"
	"encoding/json"
	"io"
	"os"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/sirupsen/logrus"
)

type testCase struct {
	Text        string        `json:"text"`
	Environment types.Mapping `json:"environment"`
	Profiles    []string      `json:"profiles"`
}

type outcome struct {
	Project *types.Project `json:"project,omitempty"`
	Error   string         `json:"error,omitempty"`
}

func main() {
	// It warns of every variable that is empty on purpose.
	logrus.SetOutput(io.Discard)
	var input struct {
		Folder string     `json:"folder"`
		Cases  []testCase `json:"cases"`
	}
	fail(json.NewDecoder(os.Stdin).Decode(&input))
	outcomes := make([]outcome, 0, len(input.Cases))
	for _, each := range input.Cases {
		outcomes = append(outcomes, load(input.Folder, each))
	}
	fail(json.NewEncoder(os.Stdout).Encode(outcomes))
}

func load(folder string, each testCase) outcome {
	details := types.ConfigDetails{
		WorkingDir:  folder,
		ConfigFiles: []types.ConfigFile{{Filename: "docker-compose.yml", Content: []byte(each.Text)}},
		Environment: each.Environment,
	}
	project, err := loader.LoadWithContext(context.Background(), details, loader.WithProfiles(each.Profiles))
	if err != nil {
		return outcome{Error: err.Error()}
	}
	return outcome{Project: project}
}

func fail(err error) {
	if err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
}

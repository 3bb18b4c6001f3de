package main

import (
	"context"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"gater/data"
)

var (
	modelDir = flag.String("digit.model", "", "take this model, do not train one")
	shot     = flag.String("digit.shot", "", "write a picture of the page here")
)

// strokes is digits as lines on a paper of 280×280.
var strokes = map[string][][][2]float64{
	"0": {{{140, 50}, {95, 80}, {80, 140}, {95, 205}, {140, 230}, {185, 205}, {200, 140}, {185, 80}, {140, 50}}},
	"1": {{{145, 45}, {140, 140}, {135, 235}}},
	"3": {{{82, 72}, {138, 48}, {188, 78}, {170, 120}, {128, 136}}, {{128, 136}, {184, 156}, {196, 200}, {145, 234}, {80, 212}}},
	"7": {{{75, 60}, {140, 60}, {205, 58}}, {{205, 58}, {165, 140}, {130, 235}}},
}

// TestPage draws digits with the mouse on the page, in Chromium, and reads from it what they are.
func TestPage(t *testing.T) {
	if testing.Short() {
		t.Skip("trains a network and starts a browser")
	}
	exe := chromium(t)
	site := httptest.NewServer(http.FileServer(http.Dir(site(t))))
	defer site.Close()
	ctx := browser(t, exe)
	do := func(steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, steps...); err != nil {
			t.Fatal(err, ask(ctx, `at("error").textContent`))
		}
	}
	clear := func() {
		t.Helper()
		do(chromedp.Click(chromedp.ID("clear")))
		if s := ask(ctx, `document.body.dataset.state + document.body.dataset.class`); s != "ready" {
			t.Errorf("control: an empty paper is %q", s)
		}
	}
	do(chromedp.Navigate(site.URL))
	wait(t, ctx, `document.body.dataset.state === "ready"`)
	macs := func() int {
		n, _ := strconv.Atoi(strings.ReplaceAll(ask(ctx, `at("macs").textContent`), ",", ""))
		return n
	}
	for _, digit := range []string{"0", "1", "7", "3"} {
		clear()
		do(draw(ctx, strokes[digit])...)
		wait(t, ctx, `!waiting && document.body.dataset.state === "read"`)
		if got := ask(ctx, `document.body.dataset.class`); got != digit {
			t.Errorf("a drawn %s is read as %q", digit, got)
		}
		open, all := ask(ctx, `String(document.querySelectorAll(".blocks .open").length)`), ask(ctx, `String(document.querySelectorAll(".blocks i").length)`)
		if open == "0" || open == all || macs() == 0 {
			t.Errorf("a %s opens %s of %s blocks, %d multiply-adds", digit, open, all, macs())
		}
	}
	if *shot != "" {
		picture(t, ctx)
	}
	turn := func(to string) int {
		ask(ctx, `at("dial").value = `+to+`; at("dial").dispatchEvent(new Event("input")); ""`)
		return macs()
	}
	if floor, all := turn("0"), turn("1e9"); floor == 0 || 3*floor > all {
		t.Errorf("%d multiply-adds at the floor, %d at the top", floor, all)
	}
}

func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("NOT TESTED: no Chromium here; Debian has it in chromium")
	return ""
}

// browser is a page of Chromium.
func browser(t *testing.T, exe string) context.Context {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(exe), chromedp.NoSandbox,
		chromedp.WindowSize(1000, 1090), chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-component-update", true))
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(stop)
	return ctx
}

// site is the page's folder with a model that was trained in a few seconds.
func site(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	model := *modelDir
	if model == "" {
		if _, err := data.MNIST(t.Context(), func(string) {}); err != nil {
			t.Skipf("NOT TESTED: no MNIST here: %v", err)
		}
		exe, dense := filepath.Join(dir, "gater"), filepath.Join(dir, "dense")
		model = filepath.Join(dir, "gated")
		for _, args := range [][]string{
			{"go", "build", "-o", exe, "gater/cmd/gater"},
			{exe, "train", "mnist", "--net", "net.yaml", "--net-set", "layers.1.linear.out=128", "--epochs", "1", "--quiet", "--out", dense},
			{exe, "gate", dense, "--active", "25%", "--width", "8", "--gater", "16", "--epochs", "1", "--quiet", "--out", model},
		} {
			if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
				t.Fatalf("%v: %v\n%s", args, err, out)
			}
		}
	}
	to := filepath.Join(dir, "site")
	if err := makeSite(to, model); err != nil {
		t.Fatal(err)
	}
	return to
}

// draw moves the mouse along lines through points, round the corners (Catmull and Rom's splines).
func draw(ctx context.Context, lines [][][2]float64) (steps []chromedp.Action[chromedp.Void]) {
	left, _ := strconv.ParseFloat(ask(ctx, `String(at("paper").getBoundingClientRect().left)`), 64)
	top, _ := strconv.ParseFloat(ask(ctx, `String(at("paper").getBoundingClientRect().top)`), 64)
	to := func(typ input.DispatchMouseEventType, p [2]float64) {
		steps = append(steps, chromedp.MouseEvent(typ, left+p[0], top+p[1], chromedp.ButtonLeft))
	}
	for _, p := range lines {
		at := func(i int) [2]float64 { return p[min(len(p)-1, max(0, i))] }
		to(chromedp.MousePressed, p[0])
		for i := range len(p) - 1 {
			for k := range 4 {
				f := float64(k+1) / 4
				var q [2]float64
				for d := range q {
					a, b, c, e := at(i - 1)[d], at(i)[d], at(i + 1)[d], at(i + 2)[d]
					q[d] = b + f/2*(c-a+f*(2*a-5*b+4*c-e+f*(3*(b-c)+e-a)))
				}
				to(chromedp.MouseMoved, q)
			}
		}
		to(chromedp.MouseReleased, p[len(p)-1])
	}
	return steps
}

// ask is the value of an expression, a string.
func ask(ctx context.Context, expression string) string {
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		return err.Error()
	}
	return s
}

// wait waits until an expression is true.
func wait(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(time.Minute))); err != nil {
		t.Fatalf("%s: %v; the page says %q", expression, err, ask(ctx, `at("error").textContent`))
	}
}

func picture(t *testing.T, ctx context.Context) {
	t.Helper()
	b, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(*shot, b, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

package nn

import "gater/mat"

// Float is mat.Float.
type Float = mat.Float

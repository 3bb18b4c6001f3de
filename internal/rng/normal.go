package rng

import "math"

// Normal fills dst with standard normals; element j depends on (k, j) alone.
//
//	z = Φ⁻¹(u),  u = (2w+1)/2³³ the float64 uniform of the same element
//
// Because z is a rising function of u, Normal and Uniform of one key give
// coupled draws; take different keys where they must be independent. The tails
// are exact up to the grid's ends, ±6.34. Every operation is rounded on its
// own, so that machines with and without fused multiply-add agree to the bit.
func Normal[F Float](dst []F, k Key) {
	b, w := start(k, len(dst)), [8]uint32{}
	for j := 0; j < len(dst); j += 8 {
		b.pair(&w, uint32(j/4))
		d := dst[j:min(j+8, len(dst))]
		for i := range d {
			d[i] = F(quantile(w[i&7]))
		}
	}
}

// quantile is Φ⁻¹((2w+1)/2³³) by Wichura's algorithm AS 241 (PPND16, Applied
// Statistics 37, 1988): relative error about 1e-15. The grid ends before the
// third of its regions begins, at r = 5.
//
//	q = u − ½
//	|q| ≤ 0.425:  z = q·A(0.425²−q²)/B(…)
//	else:         z = ±C(r−1.6)/D(r−1.6),  r = √(−ln(½−|q|))
func quantile(w uint32) float64 {
	q := float64(2*int64(w)+1-1<<32) * 0x1p-33
	if math.Abs(q) <= 0.425 {
		r := 0.180625 - float64(q*q)
		return q * (poly(r, &numA) / poly(r, &denB))
	}
	r := math.Sqrt(-ln(0.5-math.Abs(q))) - 1.6
	return math.Copysign(poly(r, &numC)/poly(r, &denD), q)
}

// poly is Σ aᵢ·xⁱ, each product rounded before the sum.
func poly(x float64, a *[8]float64) float64 {
	s := a[7]
	for i := 6; i >= 0; i-- {
		s = float64(s*x) + a[i]
	}
	return s
}

// ln is the natural logarithm of x in (0,1), from rounded elementary
// operations only (math.Log differs between machines in the last bit).
//
//	x = m·2ᵉ, √½ ≤ m < √2;  s = (m−1)/(m+1);  ln x = e·ln 2 + 2(s + s³/3 + … + s²¹/21)
func ln(x float64) float64 {
	m, e := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, e = 2*m, e-1
	}
	s := (m - 1) / (m + 1)
	t, sum := float64(s*s), 1.0/21
	for n := 19; n >= 1; n -= 2 {
		sum = float64(sum*t) + 1/float64(n)
	}
	return float64(float64(e)*math.Ln2) + float64(2*s*sum)
}

var (
	numA = [8]float64{3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
		4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3}
	denB = [8]float64{1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
		2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3}
	numC = [8]float64{1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
		1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4}
	denD = [8]float64{1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
		1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9}
)

//! Its tests are all there is to it.

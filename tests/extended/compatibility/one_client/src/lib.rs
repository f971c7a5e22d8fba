//! Its test is all there is to it.

//! The status of a page: what may come next, what is missing for it, and the act itself, which
//! works without scripts. Decides nothing, see `pages`.

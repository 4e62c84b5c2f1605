//! Pages that come in as files: the seed of a first start, and imports by whoever runs the
//! machine. Nobody is told and nobody gets tasks by what happens here (product.md 4).

mod import;
mod pagefile;
mod registers;
mod seed;
mod site_kinds;
mod templates;

pub use import::{Import, Summary, import};
pub use pagefile::{FileReport, PageFile};
pub use registers::{Direction, Done, Registers, Words};
pub use seed::{add_space, first_start};
pub use site_kinds::{SiteKinds, Told, check_kinds};
pub use templates::Template;

//! Pages that come in as files: the seed of a first start, and imports by whoever runs the
//! machine. Nobody is told and nobody gets tasks by what happens here (product.md 4).

mod backup;
mod import;
mod pagefile;
mod seed;
mod site_kinds;

pub use backup::{Holdings, backup, backup_beside, restore, unfinished_restore};
pub use import::{Import, Summary, import};
pub use pagefile::{FileReport, PageFile};
pub use seed::{add_space, first_start};
pub use site_kinds::{check_kinds, load_kinds};

//! Audience tokens: each face of a page names the circles that may see it, each actor names the
//! circles it belongs to. The same words stand in SQL and in the search index.

use std::collections::BTreeMap;

use super::{Pillar, Role, SpaceStanding, SpaceVisibility};

/// One of the two faces of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// The newest revision, which people with draft rights work on.
    Working,
    /// The revision in force, which readers see.
    Released,
}

impl Face {
    /// The word used in the database, the API and addresses.
    pub fn id(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Released => "released",
        }
    }

    /// The face of that word.
    pub fn parse(id: &str) -> Option<Self> {
        [Self::Working, Self::Released].into_iter().find(|it| it.id() == id)
    }
}

/// The circles that may see a face of a page (domain.md 2.3, product.md 3).
///
/// A working face is a draft: it is for those who write in the space and for its author, in
/// pillar III for all quality officers. A released face follows the page's visibility, within
/// the bound the space sets.
pub fn audience(
    space: &SpaceStanding,
    visibility: &str,
    face: Face,
    author: Option<&str>,
) -> Vec<String> {
    let members = format!("space:{}", space.key);
    let mut tokens = match face {
        Face::Working => draft_circles(space),
        Face::Released => released_circles(space, visibility, members),
    };
    // The author of a page keeps sight of it, whatever its visibility.
    tokens.extend(author.map(|it| format!("account:{it}")));
    tokens.sort();
    tokens.dedup();
    tokens
}

/// The circles a person belongs to.
pub fn tokens_of(account: &str, roles: &BTreeMap<String, Role>) -> Vec<String> {
    let mut tokens: Vec<String> = ["public", "intern"].into_iter().map(str::to_owned).collect();
    tokens.push(format!("account:{account}"));
    // A quality officer is whoever may edit in some space (domain.md 3.2).
    if roles.values().any(|it| *it >= Role::Editor) {
        tokens.push("qm".to_owned());
    }
    for (key, role) in roles {
        tokens.push(format!("space:{key}"));
        if *role >= Role::Contributor {
            tokens.push(format!("draft:{key}"));
        }
    }
    tokens
}

fn draft_circles(space: &SpaceStanding) -> Vec<String> {
    let mut tokens = vec![format!("draft:{}", space.key)];
    if space.visibility != SpaceVisibility::Members && space.pillar == Pillar::Citywide {
        tokens.push("qm".to_owned());
    }
    if space.everyone >= Some(Role::Contributor) {
        tokens.push("intern".to_owned());
    }
    tokens
}

fn released_circles(space: &SpaceStanding, visibility: &str, members: String) -> Vec<String> {
    if space.visibility == SpaceVisibility::Members {
        return vec![members];
    }
    match visibility {
        "oeffentlich" => vec!["public".to_owned()],
        "intern" => vec!["intern".to_owned()],
        "qm" => vec!["qm".to_owned(), members],
        // `bezirk`, `beteiligte`, `partner` and whatever is not known: never wider than members.
        _ => vec![members],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space(visibility: SpaceVisibility, pillar: Pillar) -> SpaceStanding {
        SpaceStanding { key: "mitte".into(), visibility, pillar, everyone: None }
    }

    #[test]
    fn a_members_space_bounds_even_a_public_page() {
        let space = space(SpaceVisibility::Members, Pillar::Citywide);

        assert_eq!(audience(&space, "oeffentlich", Face::Released, None), ["space:mitte"]);
        assert_eq!(audience(&space, "intern", Face::Working, None), ["draft:mitte"]);
    }

    #[test]
    fn a_district_draft_is_seen_by_those_who_write_there_and_its_author() {
        let space = space(SpaceVisibility::Intern, Pillar::District);

        let tokens = audience(&space, "intern", Face::Working, Some("a1"));

        assert_eq!(tokens, ["account:a1", "draft:mitte"]);
    }

    #[test]
    fn an_unknown_visibility_is_never_wider_than_the_members() {
        let space = space(SpaceVisibility::Public, Pillar::District);

        assert_eq!(audience(&space, "allen", Face::Released, None), ["space:mitte"]);
    }

    #[test]
    fn a_reader_holds_no_draft_circle() {
        let roles = BTreeMap::from([("mitte".to_owned(), Role::Reader)]);

        let tokens = tokens_of("a1", &roles);

        assert_eq!(tokens, ["public", "intern", "account:a1", "space:mitte"]);
    }
}

/// Parts in the order in which they are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub title: String,
    pub subtitle: String,
    pub parts: Vec<Part>,
}

/// What can be handed out alone; a printed one begins on a new sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its anchor: letters and hyphens.
    pub id: &'static str,
    pub title: String,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Heading(String),
    Text(String),
    /// Something not to be missed.
    Notice(String),
    /// Terms and what is said of each; an empty one is to be filled in.
    Facts(Vec<(String, String)>),
    List(Vec<String>),
    /// Numbered.
    Steps(Vec<String>),
    /// To be ticked off.
    Checks(Vec<String>),
    Table(Table),
    /// So many empty lines to write on.
    Lines(usize),
    /// To be copied as it is.
    Code(String),
}

/// Empty cells are to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub caption: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(caption: &str, head: &[&str], rows: Vec<Vec<String>>) -> Self {
        Self {
            caption: caption.to_owned(),
            head: head.iter().map(|one| (*one).to_owned()).collect(),
            rows,
        }
    }

    /// Empty rows to fill in.
    pub fn blank(caption: &str, head: &[&str], rows: usize) -> Self {
        Self::new(caption, head, vec![vec![String::new(); head.len()]; rows])
    }

    /// Whether somebody is to write in it.
    pub fn is_form(&self) -> bool {
        self.rows.iter().flatten().any(String::is_empty)
    }
}

//! A learning path: its modules with their pages and minutes.

use crate::model::Page;
use crate::parse::front_matter::Path;
use crate::render::pages::card;
use crate::render::pages::renderer::Renderer;
use crate::render::theme::context;

pub(super) fn context(renderer: &Renderer, page: &Page, path: &Path) -> context::Path {
    let modules = path.modules.iter().zip(card::path_items(&renderer.site, page)).enumerate();
    let modules = modules.map(|(number, (module, items))| context::Module {
        number: number + 1,
        title: module.title.text.clone(),
        minutes: Some(items.iter().map(|&id| renderer.site.page(id).minutes()).sum()),
        items: super::cards(renderer, &items, usize::MAX).shown,
    });
    context::Path { modules: modules.collect(), minutes: card::minutes(&renderer.site, page) }
}
